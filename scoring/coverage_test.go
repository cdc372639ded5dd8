package scoring

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestCoverage plays studies of 40 tasks whose true rate is known and counts how
// often the 95% interval holds it. Clustered studies have five samples a task and
// tasks of very different difficulty: an interval that took the 200 episodes for
// independent would hold the truth far less often, which is shown too. "t" and
// "bootstrap" are held to less, see the package comment.
func TestCoverage(t *testing.T) {
	for _, c := range []struct {
		Options
		studies int
		least   float64
	}{
		{Options{}, 2000, .92},
		{Options{Method: "t"}, 2000, .90},
		{Options{Method: "bootstrap", Resamples: 400}, 500, .90},
	} {
		for _, rate := range []float64{.3, .5, .8} {
			for _, samples := range []int{1, 5} {
				o := resolved(t, c.Options)
				t.Run(fmt.Sprintf("%s/rate %v/samples %d", o.Method, rate, samples), func(t *testing.T) {
					rnd := rand.New(rand.NewPCG(1, uint64(rate*1000)))
					held := 0
					for range c.studies {
						low, high, _ := o.interval(drawStudy(rnd, 40, samples, rate))
						if low <= rate && rate <= high {
							held++
						}
					}
					got := float64(held) / float64(c.studies)
					if got < c.least || got > .98 {
						t.Errorf("the interval holds the truth in %.1f%% of studies, want %.0f to 98%%", 100*got, 100*c.least)
					}
				})
			}
		}
	}
}

// TestIgnoringClustersWouldMislead: with the episodes taken for independent, the
// same interval on the same studies holds the truth far too rarely.
func TestIgnoringClustersWouldMislead(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 500))
	o := resolved(t, Options{})
	held := 0
	for range 1000 {
		var episodes []float64
		for _, v := range drawStudy(rnd, 40, 5, .5) {
			for j := range 5 {
				episodes = append(episodes, 0)
				if float64(j) < math.Round(5*v) {
					episodes[len(episodes)-1] = 1
				}
			}
		}
		if low, high, _ := o.interval(episodes); low <= .5 && .5 <= high {
			held++
		}
	}
	if held > 850 {
		t.Errorf("held %d of 1000: these studies are not clustered, so TestCoverage shows nothing", held)
	}
}

// TestExactCoverage sums the binomial: one sample a task, every possible result.
// The numbers are those of the package comment.
func TestExactCoverage(t *testing.T) {
	for _, c := range []struct {
		tasks     int
		rate      float64
		t, wilson float64
	}{
		{40, .3, .930, .944}, {40, .8, .916, .973}, {40, .9, .914, .943}, {164, .95, .908, .953}, {164, .98, .876, .952},
	} {
		widths := map[string]float64{}
		for method, want := range map[string]float64{"t": c.t, "wilson": c.wilson} {
			got, width := exactCoverage(resolved(t, Options{Method: method}), c.tasks, c.rate)
			if math.Abs(got-want) > .0005 {
				t.Errorf("%s, %d tasks, rate %v: coverage %.4f, documented %.3f", method, c.tasks, c.rate, got, want)
			}
			widths[method] = width
		}
		if most := map[bool]float64{true: 1, false: 1.2}[c.rate == .3]; widths["wilson"] > most*widths["t"] {
			t.Errorf("%d tasks, rate %v: mean widths %v", c.tasks, c.rate, widths)
		}
	}
}

// exactCoverage is the probability that the interval holds the rate, and the
// interval's expected width.
func exactCoverage(o Options, tasks int, rate float64) (covered, width float64) {
	b := distuv.Binomial{N: float64(tasks), P: rate}
	for solved := range tasks + 1 {
		values := make([]float64, tasks)
		for i := range solved {
			values[i] = 1
		}
		low, high, _ := o.interval(values)
		width += b.Prob(float64(solved)) * (high - low)
		if low <= rate && rate <= high {
			covered += b.Prob(float64(solved))
		}
	}
	return covered, width
}

// drawStudy draws the task means of a study. With more than one sample, tasks are
// either hard (a rate of 0.1) or easy (0.9), so many of each that rate is the mean.
func drawStudy(rnd *rand.Rand, tasks, samples int, rate float64) []float64 {
	values := make([]float64, tasks)
	for i := range values {
		p := rate
		if samples > 1 {
			p = 0.1
			if rnd.Float64() < (rate-.1)/.8 {
				p = 0.9
			}
		}
		for range samples {
			if rnd.Float64() < p {
				values[i] += 1 / float64(samples)
			}
		}
	}
	return values
}

// TestCoverageOfMRR does the same for MRR, whose values are 1, ½, ⅓ … and 0.
func TestCoverageOfMRR(t *testing.T) {
	const studies, tasks, turns, fix = 2000, 40, 5, .4
	var truth, missed float64 = 0, 1
	for turn := range turns {
		truth += missed * fix / float64(1+turn)
		missed *= 1 - fix
	}
	rnd := rand.New(rand.NewPCG(2, 2))
	o := resolved(t, Options{})
	held := 0
	for range studies {
		values := make([]float64, tasks)
		for i := range values {
			p := make(Outcome, turns)
			for turn := range p {
				p[turn] = rnd.Float64() < fix
			}
			values[i] = p.ReciprocalRank()
		}
		if low, high, _ := o.interval(values); low <= truth && truth <= high {
			held++
		}
	}
	if c := float64(held) / studies; c < .92 || c > .98 {
		t.Errorf("the interval holds the true MRR in %.1f%% of studies, want 92 to 98%%", 100*c)
	}
}

// TestCoverageWhereFewTasksDiffer: nearly all tasks have nearly one value, and a few
// another, which many a study does not meet. The spread of the values it did meet says
// nothing about those. The numbers are those of the package comment.
func TestCoverageWhereFewTasksDiffer(t *testing.T) {
	for _, c := range []struct {
		tasks               int
		few, wilson, asItIs float64
	}{
		{40, .01, .270, .938}, {164, .002, .235, .954}, {164, .01, .774, .972},
	} {
		for _, flip := range []bool{false, true} { // near 1, and near 0
			wilson, asItIs := coverageWhereFewDiffer(resolved(t, Options{}), c.tasks, c.few, flip)
			if math.Abs(wilson-c.wilson) > .001 || math.Abs(asItIs-c.asItIs) > .001 {
				t.Errorf("%d tasks, %v of them others, flip %v: coverage %.4f, wilson alone %.4f, documented %v and %v",
					c.tasks, c.few, flip, asItIs, wilson, c.asItIs, c.wilson)
			}
		}
	}
}

// coverageWhereFewDiffer plays studies of tasks of 0.9998 to 1, but for a few of 0; or
// all of that from the other end.
func coverageWhereFewDiffer(o Options, tasks int, few float64, flip bool) (wilson, asItIs float64) {
	const studies = 4000
	rnd := rand.New(rand.NewPCG(3, 3))
	turned := func(v float64) float64 {
		if flip {
			return 1 - v
		}
		return v
	}
	truth := turned((1 - few) * .9999)
	for range studies {
		values := make([]float64, tasks)
		for i := range values {
			v := 0.0
			if rnd.Float64() >= few {
				v = .9998 + .0002*rnd.Float64()
			}
			values[i] = turned(v)
		}
		if low, high, _ := o.interval(values); low <= truth && truth <= high {
			asItIs += 1. / studies
		}
		if low, high := wilsonInterval(values, o.Level); low <= truth && truth <= high {
			wilson += 1. / studies
		}
	}
	return wilson, asItIs
}
