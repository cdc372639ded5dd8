package reports

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
)

// estimate is a score with its 95% interval, all from 0 to 1. A nil part is
// undefined and is left out of every picture.
type estimate struct{ Value, Low, High *float64 }

func (e estimate) equal(o estimate) bool {
	same := func(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
	return same(e.Value, o.Value) && same(e.Low, o.Low) && same(e.High, o.High)
}

// curve is one mix's score by turn.
type curve struct {
	mix    int // position of the mix in the study
	name   string
	points []estimate // by turn
}

// curveChart is a line chart of a score by turn, a curve a mix.
type curveChart struct {
	id, title string
	curves    []curve
	turns     int
	s         *svg
}

// The chart's size and the margins around its plot, in pixels. A chart with many
// curves is wider.
const (
	curvesW, curvesWide, curvesH = 372.0, 560.0, 272.0
	curvesLeft, curvesRight      = 40.0, 76.0
	curvesTop, curvesBottom      = 14.0, 40.0
	plotH                        = curvesH - curvesTop - curvesBottom
	plotPad                      = 12.0 // between the axis and the first turn
	maxWhiskers                  = 5    // more curves than this show intervals at their last turn only
	labelGap                     = 13.0
)

func (c *curveChart) crowded() bool { return len(c.curves) > maxWhiskers }

func (c *curveChart) width() float64 {
	if c.crowded() {
		return curvesWide
	}
	return curvesW
}

func (c *curveChart) plotW() float64 { return c.width() - curvesLeft - curvesRight }

// turnX is where a turn is on the axis.
func (c *curveChart) turnX(turn int) float64 {
	if c.turns < 2 {
		return curvesLeft + c.plotW()/2
	}
	return curvesLeft + plotPad + float64(turn)/float64(c.turns-1)*(c.plotW()-2*plotPad)
}

// x is where a curve has its point of a turn. Neighbouring curves are set apart a
// little, so that whiskers do not cover each other, but never as far as to look
// like another turn.
func (c *curveChart) x(turn, curve int) float64 {
	apart := 2.6
	if n := len(c.curves); n > 1 && c.turns > 1 {
		apart = min(apart, 0.35*(c.turnX(1)-c.turnX(0))/float64(n-1))
	}
	return c.turnX(turn) + (float64(curve)-float64(len(c.curves)-1)/2)*apart
}

func (c *curveChart) y(v float64) float64 { return curvesTop + (1-v)*plotH }

// html draws the chart.
func (c *curveChart) html() template.HTML {
	c.s = newSVG(c.id, c.title, c.words(), c.width(), curvesH)
	c.axes()
	start, shared := c.start()
	if shared {
		c.whisker("shared", 0, c.turnX(0), start)
	}
	for i, k := range c.curves {
		c.whiskers(i, k, shared)
	}
	for i, k := range c.curves {
		c.path(i, k)
	}
	c.labels()
	if c.empty() {
		c.s.text("empty mid", curvesLeft+c.plotW()/2, c.y(0.5)-6, noEpisode)
	}
	return c.s.html()
}

// noEpisode stands where there is nothing to draw.
const noEpisode = "no scored episode"

func (c *curveChart) empty() bool {
	for _, k := range c.curves {
		for _, p := range k.points {
			if p.Value != nil {
				return false
			}
		}
	}
	return true
}

func (c *curveChart) axes() {
	for _, v := range []float64{0, 0.25, 0.5, 0.75, 1} {
		class := "grid"
		if v == 0 {
			class = "axis"
		}
		c.s.line(class, curvesLeft, c.y(v), c.width()-curvesRight, c.y(v))
		c.s.text("tick end", curvesLeft-7, c.y(v)+4, strconv.Itoa(int(v*100))+"%")
	}
	step := (c.turns + 9) / 10
	for t := 0; t < c.turns; t += step {
		c.s.text("tick mid", c.turnX(t), curvesTop+plotH+17, strconv.Itoa(t))
	}
	c.s.text("tick mid", curvesLeft+c.plotW()/2, curvesH-6, "turn")
}

// start is the estimate at turn 0 if several curves have the same there. That is
// the rule: no feedback was given yet, so the mixes share their first answers. It
// is not so where errors left the mixes different episodes to score.
func (c *curveChart) start() (e estimate, shared bool) {
	n := 0
	for _, k := range c.curves {
		p := k.points[0]
		if p.Value == nil {
			continue
		}
		if n++; n == 1 {
			e = p
		} else if !p.equal(e) {
			return estimate{}, false
		}
	}
	return e, n > 1
}

// whiskers draws a curve's intervals; that of turn 0 only if it is not shared.
func (c *curveChart) whiskers(i int, k curve, shared bool) {
	for t, p := range k.points {
		if t > 0 || !shared {
			c.whisker(mixClass(k.mix), t, c.x(t, i), p)
		}
	}
}

// whisker draws the interval of a turn at x.
func (c *curveChart) whisker(class string, turn int, x float64, e estimate) {
	if e.Low == nil || e.High == nil || (c.crowded() && turn < c.turns-1) {
		return
	}
	lo, hi := c.y(*e.Low), c.y(*e.High)
	c.s.line("whisker "+class, x, lo, x, hi)
	c.s.line("whisker "+class, x-2.5, lo, x+2.5, lo)
	c.s.line("whisker "+class, x-2.5, hi, x+2.5, hi)
}

// path draws a curve; it is broken where the score is undefined.
func (c *curveChart) path(i int, k curve) {
	var d strings.Builder
	pen := "M"
	for t, p := range k.points {
		if p.Value == nil {
			pen = "M"
			continue
		}
		d.WriteString(pen + px(c.x(t, i)) + " " + px(c.y(*p.Value)))
		pen = "L"
	}
	c.s.shape("path", "class", "curve "+mixClass(k.mix), "stroke-dasharray", mixDash(k.mix), "d", d.String())
	for t, p := range k.points {
		if p.Value == nil {
			continue
		}
		c.s.open("g")
		c.s.words("title", k.name+", turn "+strconv.Itoa(t)+": "+p.words())
		c.s.marker(k.mix, c.x(t, i), c.y(*p.Value))
		c.s.close("g")
	}
}

// labels writes each curve's letter and last value beside its end, moved apart
// where they would overlap.
func (c *curveChart) labels() {
	type label struct {
		at, y float64
		text  string
		mix   int
	}
	var all []label
	for _, k := range c.curves {
		if v := k.points[len(k.points)-1].Value; v != nil {
			all = append(all, label{c.y(*v), c.y(*v), mixLetter(k.mix) + " " + percentText(v), k.mix})
		}
	}
	slices.SortStableFunc(all, func(a, b label) int { return cmp.Compare(a.at, b.at) })
	for i := 1; i < len(all); i++ {
		all[i].y = max(all[i].y, all[i-1].y+labelGap)
	}
	bottom := curvesTop + plotH
	for i := len(all) - 1; i >= 0; i-- {
		all[i].y = min(all[i].y, bottom)
		bottom = all[i].y - labelGap
	}
	edge := c.width() - curvesRight
	for _, l := range all {
		c.s.line("leader", edge-plotPad+8, l.at, edge+8, l.y)
		c.s.text("label "+mixClass(l.mix), edge+11, l.y+4, l.text)
	}
}

// words describes the chart to those who do not see it.
func (c *curveChart) words() string {
	var parts []string
	for _, k := range c.curves {
		first, last := k.points[0], k.points[len(k.points)-1]
		parts = append(parts, k.name+": "+spoken(first.Value, percentText)+" at turn 0, "+spoken(last.Value, percentText)+" at turn "+strconv.Itoa(len(k.points)-1))
	}
	return strings.Join(parts, "; ") + ". All numbers are in the table below the charts."
}
