package reports

import (
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dialogo/bench"
)

func point(v float64) estimate { return estimate{Value: &v} }

func TestLabelsDoNotOverlap(t *testing.T) {
	c := curveChart{id: "x", title: "x", turns: 2}
	for i, v := range []float64{1, 1, 0.99, 0.98, 0.5, 0.5, 0, 0, 0.01} {
		c.curves = append(c.curves, curve{mix: i, name: "m", points: []estimate{point(0.5), point(v)}})
	}
	var at []float64
	for _, m := range regexp.MustCompile(`<text class="label[^"]*" x="[^"]*" y="([^"]*)"`).FindAllStringSubmatch(string(c.html()), -1) {
		y, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, y)
	}
	if len(at) != 9 {
		t.Fatalf("%d labels, want 9", len(at))
	}
	for i, y := range at {
		if y < curvesTop-1 || y > curvesTop+plotH+5 {
			t.Errorf("label %d is outside the plot, at %v", i, y)
		}
		if i > 0 && y-at[i-1] < labelGap-0.1 {
			t.Errorf("labels %d and %d are %v apart", i-1, i, y-at[i-1])
		}
	}
}

func TestCurvesBreakWhereUndefined(t *testing.T) {
	c := curveChart{id: "x", title: "x", turns: 3, curves: []curve{{name: "m", points: []estimate{point(0), {}, point(1)}}}}
	path := regexp.MustCompile(` d="([^"]*)"`).FindStringSubmatch(string(c.html()))[1]
	if strings.Count(path, "M") != 2 || strings.Contains(path, "L") {
		t.Errorf("the path %q bridges an undefined turn", path)
	}
}

// between is an estimate with its interval.
func between(low, v, high float64) estimate { return estimate{&v, &low, &high} }

func TestTheSharedStartHasOneWhisker(t *testing.T) {
	same, end := between(0.1, 0.2, 0.3), between(0.4, 0.5, 0.6)
	whisker := regexp.MustCompile(`<line class="whisker (\w+)"`)
	for name, c := range map[string]struct {
		starts []estimate
		want   map[string]int // lines by class; a whisker is three
	}{
		"all alike":    {[]estimate{same, between(0.1, 0.2, 0.3), same}, map[string]int{"shared": 3, "s0": 3, "s1": 3, "s2": 3}},
		"one differs":  {[]estimate{same, between(0.1, 0.25, 0.3), same}, map[string]int{"s0": 6, "s1": 6, "s2": 6}},
		"one unscored": {[]estimate{{}, same, same}, map[string]int{"shared": 3, "s0": 3, "s1": 3, "s2": 3}},
		"a single mix": {[]estimate{same}, map[string]int{"s0": 6}},
		"crowded":      {[]estimate{same, same, same, same, same, same}, map[string]int{"s0": 3, "s1": 3, "s2": 3, "s3": 3, "s4": 3, "s5": 3}},
		"nothing":      {[]estimate{{}, {}}, map[string]int{"s0": 3, "s1": 3}},
	} {
		chart := curveChart{id: "x", title: "x", turns: 2}
		for i, start := range c.starts {
			chart.curves = append(chart.curves, curve{mix: i, name: "m", points: []estimate{start, end}})
		}
		got := map[string]int{}
		for _, m := range whisker.FindAllStringSubmatch(string(chart.html()), -1) {
			got[m[1]]++
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: lines of whiskers %v, want %v", name, got, c.want)
		}
	}
}

func TestMixesLookDifferent(t *testing.T) {
	seen := map[string]int{}
	for i := range 56 {
		s := &svg{}
		s.marker(i, 0, 0)
		look := mixDash(i) + regexp.MustCompile(`class="[^"]*"`).ReplaceAllString(s.b.String(), "")
		if j, ok := seen[look]; ok {
			t.Errorf("mixes %d and %d look alike without colour", j, i)
		}
		seen[look] = i
	}
}

func TestMixLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 27: "AB", 51: "AZ", 52: "BA"} {
		if got := mixLetter(i); got != want {
			t.Errorf("mixLetter(%d) = %q, want %q", i, got, want)
		}
	}
}

func TestBarsFillTheirHeight(t *testing.T) {
	chart := string(statusChart("x", "x", []statusTally{{bench.Passed: 3, bench.WrongAnswer: 1}}))
	heights := regexp.MustCompile(`height="([0-9.]+)" class="st-([a-z_]+)"`).FindAllStringSubmatch(chart, -1)
	if len(heights) != 2 {
		t.Fatalf("%d parts, want 2: %s", len(heights), chart)
	}
	a, _ := strconv.ParseFloat(heights[0][1], 64)
	b, _ := strconv.ParseFloat(heights[1][1], 64)
	if heights[0][2] != "passed" || a/b < 2.9 || a/b > 3.2 {
		t.Errorf("3 passed are %v high, 1 wrong %v", a, b)
	}
}

func TestChartsEscapeText(t *testing.T) {
	e := point(0.5)
	for name, chart := range map[string]string{
		"curves": string((&curveChart{id: "x", title: breakout, turns: 1, curves: []curve{{name: breakout, points: []estimate{e}}}}).html()),
		"gain":   string(gainChart("x", breakout, []gainRow{{name: breakout, recall: e}})),
		"status": string(statusChart("x", breakout, []statusTally{{bench.Passed: 1}})),
		"swatch": string(mixSwatch(0, breakout)),
	} {
		if strings.Contains(chart, "<img") || strings.Contains(chart, "</script") {
			t.Errorf("%s has raw text: %s", name, chart)
		}
	}
}

func TestPointsAreSigned(t *testing.T) {
	for v, want := range map[float64]string{0.125: "+12.5", -0.025: "−2.5", 0: "±0.0", -0.0001: "±0.0", 1: "+100.0"} {
		if got := pointsText(&v); got != want {
			t.Errorf("pointsText(%v) = %q, want %q", v, got, want)
		}
	}
}
