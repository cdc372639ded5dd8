package reports

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"dialogo/bench"
)

// statusTally counts verdicts by status at one turn.
type statusTally map[bench.Status]int

func (t statusTally) total() int {
	n := 0
	for _, c := range t {
		n += c
	}
	return n
}

// stackOrder is the order of the statuses in a bar, from the bottom up: best first.
func stackOrder() []bench.Status {
	all := bench.Statuses()
	slices.Reverse(all)
	return all
}

// statusWords is a status as people read it.
func statusWords(s bench.Status) string { return strings.ReplaceAll(string(s), "_", " ") }

// statusChart draws one bar a turn, in which each status has its share.
func statusChart(id, title string, turns []statusTally) template.HTML {
	const h, left, top, bottom, minLabel = 150.0, 6.0, 6.0, 20.0, 12.0
	const minEmpty = 128.0 // room for the words in the place of the bars
	plot := h - top - bottom
	barW, gap := 36.0, 6.0
	if len(turns) > 7 {
		barW, gap = max(6, 215/float64(len(turns))-2), 2.0
	}
	w := left*2 + float64(len(turns))*(barW+gap) - gap
	empty := len(turns) > 0 && turns[0].total() == 0
	if empty {
		w = max(w, minEmpty)
	}
	s := newSVG(id, title, statusDesc(turns), w, h)
	for t, tally := range turns {
		x, y := left+float64(t)*(barW+gap), h-bottom
		n := tally.total()
		for _, st := range stackOrder() {
			count := tally[st]
			if count == 0 {
				continue
			}
			part := plot * float64(count) / float64(n)
			y -= part
			s.open("g")
			s.words("title", fmt.Sprintf("turn %d: %s, %d of %d", t, statusWords(st), count, n))
			rect := []string{"x", px(x), "y", px(y), "width", px(barW), "height", px(max(part-0.8, 0.4))}
			s.shape("rect", append(rect, "class", "st-"+string(st))...)
			s.shape("rect", append(rect, "fill", "url(#hatch-"+string(st)+")")...)
			if part >= minLabel && barW >= 20 {
				s.text("mid on-"+string(st), x+barW/2, y+part/2+3.6, strconv.Itoa(count))
			}
			s.close("g")
		}
		if barW >= 10 || t%5 == 0 {
			s.text("tick mid", x+barW/2, h-5, strconv.Itoa(t))
		}
	}
	if empty {
		s.text("empty mid", w/2, h/2, noEpisode)
	}
	return s.html()
}

func statusDesc(turns []statusTally) string {
	var parts []string
	for t, tally := range turns {
		var counts []string
		for _, st := range stackOrder() {
			if tally[st] > 0 {
				counts = append(counts, fmt.Sprintf("%d %s", tally[st], statusWords(st)))
			}
		}
		parts = append(parts, fmt.Sprintf("turn %d: %s", t, strings.Join(counts, ", ")))
	}
	return strings.Join(parts, "; ") + "."
}

// hatches defines the fill patterns that the status charts share, so that the
// statuses differ without colour too.
func hatches() template.HTML {
	s := &svg{}
	s.open("svg", "class", "defs", "width", "0", "height", "0", "aria-hidden", "true")
	s.words("title", "fill patterns of the status charts")
	s.open("defs")
	for _, st := range stackOrder() {
		s.open("pattern", "id", "hatch-"+string(st), "width", "6", "height", "6", "patternUnits", "userSpaceOnUse")
		if d := hatch(st); d != "" {
			s.shape("path", "class", "hatch on-"+string(st), "d", d)
		}
		s.close("pattern")
	}
	s.close("defs")
	return s.html()
}

func hatch(st bench.Status) string {
	switch st {
	case bench.WrongAnswer:
		return "M-1 1L1 -1M0 6L6 0M5 7L7 5"
	case bench.Memory:
		return "M0 3H6"
	case bench.Timeout:
		return "M3 0V6"
	case bench.RuntimeError:
		return "M-1 5L1 7M0 0L6 6M5 -1L7 1"
	case bench.CompileError:
		return "M0 3H6M3 0V6"
	case bench.NoCode:
		return "M0 0L6 6M0 6L6 0"
	}
	return ""
}

// statusKey is a legend's sample of a status.
func statusKey(st bench.Status) template.HTML {
	s := newOrnament("swatch", statusWords(st), 22, 14)
	rect := []string{"x", "0", "y", "0", "width", "22", "height", "14", "rx", "2"}
	s.shape("rect", append(rect, "class", "st-"+string(st))...)
	s.shape("rect", append(rect, "fill", "url(#hatch-"+string(st)+")")...)
	return s.html()
}
