package reports

import (
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// svg is a picture being written. It is a small emitter of our own rather than a
// plotting library, because a chart in a report must carry a title and a
// description for screen readers, take its colours from the page's style sheet
// (light, dark, print) and come out the same to the byte, and none of that is
// what plotting libraries are made for.
//
// Coordinates are in CSS pixels at the picture's natural size, rounded to a tenth.
// There are no style attributes: the page's security policy forbids them.
type svg struct{ b strings.Builder }

// newSVG begins a picture. The id must be unique in the page; title and desc are
// what a screen reader says instead of the picture.
func newSVG(id, title, desc string, w, h float64) *svg {
	s := &svg{}
	s.open("svg", "viewBox", "0 0 "+px(w)+" "+px(h), "width", px(w), "height", px(h),
		"role", "img", "aria-labelledby", id+"-t "+id+"-d")
	s.words("title", title, "id", id+"-t")
	s.words("desc", desc, "id", id+"-d")
	return s
}

// newOrnament begins a picture that only repeats what the text beside it says.
// Screen readers pass over it; its title is the tooltip.
func newOrnament(class, title string, w, h float64) *svg {
	s := &svg{}
	s.open("svg", "class", class, "viewBox", "0 0 "+px(w)+" "+px(h), "width", px(w), "height", px(h), "aria-hidden", "true")
	s.words("title", title)
	return s
}

// html ends the picture. What model names and the like put into it was escaped on
// the way in.
func (s *svg) html() template.HTML {
	s.close("svg")
	return template.HTML(s.b.String())
}

func (s *svg) open(name string, attrs ...string) {
	s.b.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		s.b.WriteString(" " + attrs[i] + `="` + html.EscapeString(attrs[i+1]) + `"`)
	}
	s.b.WriteString(">")
}

func (s *svg) close(name string) { s.b.WriteString("</" + name + ">") }

// words writes an element that holds text only.
func (s *svg) words(name, text string, attrs ...string) {
	s.open(name, attrs...)
	s.b.WriteString(html.EscapeString(text))
	s.close(name)
}

// shape writes an element without content.
func (s *svg) shape(name string, attrs ...string) {
	s.open(name, attrs...)
	s.close(name)
}

func (s *svg) line(class string, x1, y1, x2, y2 float64) {
	s.shape("line", "class", class, "x1", px(x1), "y1", px(y1), "x2", px(x2), "y2", px(y2))
}

func (s *svg) text(class string, x, y float64, text string) {
	s.words("text", text, "class", class, "x", px(x), "y", px(y))
}

// px writes a coordinate.
func px(v float64) string {
	v = math.Round(v*10) / 10
	if v == 0 {
		v = 0 // not -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// A mix looks the same in every chart: a colour, a dash pattern, a marker and a
// letter, so that no two are told apart by colour alone.

// hues is how many colours the style sheet has for mixes (classes s0, s1, …).
const hues = 9

func mixClass(i int) string { return "s" + strconv.Itoa(i%hues) }

// mixLetter names the i-th mix in the charts: A to Z, then AA, AB, …
func mixLetter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return mixLetter(i/26-1) + mixLetter(i%26)
}

// mixDash is the i-th mix's stroke-dasharray.
func mixDash(i int) string {
	return []string{"none", "7 3", "2 3", "10 3 2 3", "4 2", "1 2", "12 4", "7 2 2 2 2 2"}[i%8]
}

// marker draws the i-th mix's marker around a point.
func (s *svg) marker(i int, x, y float64) {
	const r = 3.6
	class := "mark " + mixClass(i)
	points := func(xy ...float64) {
		var p []string
		for j := 0; j+1 < len(xy); j += 2 {
			p = append(p, px(x+xy[j]*r)+","+px(y+xy[j+1]*r))
		}
		s.shape("polygon", "class", class, "points", strings.Join(p, " "))
	}
	switch i % 7 {
	case 0:
		s.shape("circle", "class", class, "cx", px(x), "cy", px(y), "r", px(r))
	case 1:
		points(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9)
	case 2:
		points(0, -1.2, 1.1, 0.8, -1.1, 0.8)
	case 3:
		points(0, -1.3, 1.2, 0, 0, 1.3, -1.2, 0)
	case 4:
		points(0, 1.2, 1.1, -0.8, -1.1, -0.8)
	case 5:
		points(-0.4, -1.2, 0.4, -1.2, 0.4, -0.4, 1.2, -0.4, 1.2, 0.4, 0.4, 0.4, 0.4, 1.2, -0.4, 1.2, -0.4, 0.4, -1.2, 0.4, -1.2, -0.4, -0.4, -0.4)
	default:
		points(-0.6, -1.1, 0.6, -1.1, 1.2, 0, 0.6, 1.1, -0.6, 1.1, -1.2, 0)
	}
}

// mixSwatch is the i-th mix's line and marker as they are in the charts.
func mixSwatch(i int, notation string) template.HTML {
	s := newOrnament("swatch", mixLetter(i)+": "+notation, 34, 12)
	s.shape("line", "class", "curve "+mixClass(i), "stroke-dasharray", mixDash(i), "x1", "1", "y1", "6", "x2", "33", "y2", "6")
	s.marker(i, 17, 6)
	return s.html()
}
