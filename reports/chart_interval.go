package reports

import (
	"html/template"
	"strconv"
	"strings"
)

// intervalBar draws an estimate on a line from 0 to 1, to be read down a column.
// Its tooltip gives the numbers as write writes them.
func intervalBar(e estimate, write func(*float64) string) template.HTML {
	const w, h, pad = 112.0, 14.0, 5.0
	s := newOrnament("interval", e.wordsIn(write), w, h)
	x := func(v float64) float64 { return pad + v*(w-2*pad) }
	s.line("track", x(0), h/2, x(1), h/2)
	for _, v := range []float64{0, 0.5, 1} {
		s.line("track", x(v), h/2-2.5, x(v), h/2+2.5)
	}
	if e.Low != nil && e.High != nil {
		s.line("range", x(*e.Low), h/2, x(*e.High), h/2)
	}
	if e.Value != nil {
		s.shape("circle", "class", "dot", "cx", px(x(*e.Value)), "cy", px(h/2), "r", "3.8")
	}
	return s.html()
}

// gainRow is a mix's Recall beside the first mix's.
type gainRow struct {
	mix    int
	name   string
	recall estimate
	gain   *float64
}

// gainChart is a dot plot of one model's Recall, a row a mix, with a line where
// the first mix is.
func gainChart(id, title string, rows []gainRow) template.HTML {
	const w, left, right, top, rowH = 372.0, 26.0, 70.0, 8.0, 25.0
	plot := w - left - right
	h := top + rowH*float64(len(rows)) + 22
	x := func(v float64) float64 { return left + v*plot }
	var desc []string
	for i, r := range rows {
		gain := ", gain " + spoken(r.gain, pointsText)
		if i == 0 {
			gain = ", the first mix"
		}
		desc = append(desc, r.name+": "+r.recall.words()+gain)
	}
	s := newSVG(id, title, strings.Join(desc, "; ")+".", w, h)
	bottom := top + rowH*float64(len(rows))
	for _, v := range []float64{0, 0.25, 0.5, 0.75, 1} {
		s.line("grid", x(v), top, x(v), bottom)
		s.text("tick mid", x(v), bottom+16, strconv.Itoa(int(v*100))+"%")
	}
	var base *float64
	if len(rows) > 0 {
		base = rows[0].recall.Value
	}
	if base != nil {
		s.line("base", x(*base), top, x(*base), bottom)
	}
	for i, r := range rows {
		y := top + rowH*(float64(i)+0.5)
		s.open("g")
		s.words("title", r.name+": "+r.recall.words())
		s.text("label "+mixClass(r.mix), 4, y+4, mixLetter(r.mix))
		if base != nil && r.recall.Value != nil {
			s.line("gain "+mixClass(r.mix), x(*base), y, x(*r.recall.Value), y)
		}
		if r.recall.Low != nil && r.recall.High != nil {
			s.line("whisker "+mixClass(r.mix), x(*r.recall.Low), y, x(*r.recall.High), y)
		}
		if r.recall.Value != nil {
			s.marker(r.mix, x(*r.recall.Value), y)
		}
		text := pointsText(r.gain)
		if i == 0 {
			text = "first mix"
		}
		s.text("label", w-right+9, y+4, text)
		s.close("g")
	}
	return s.html()
}
