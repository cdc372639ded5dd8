package scoring

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func resolved(t *testing.T, o Options) Options {
	t.Helper()
	o, err := o.resolve(&study(1, []string{"1"}).Study)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// With one sample a task, n is G−1 and the interval is Wilson's own formula. The
// limits below are computed from it apart from this code.
func TestWilsonInterval(t *testing.T) {
	o := resolved(t, Options{})
	values := append(make([]float64, 8), slices.Repeat([]float64{1}, 32)...)
	low, high, kind := o.interval(values)
	if kind != "wilson" || math.Abs(low-0.645016005) > 1e-6 || math.Abs(high-0.898017314) > 1e-6 {
		t.Errorf("32 of 40: [%v, %v] %s", low, high, kind)
	}
	// More samples that agree within a task add nothing; samples that do not, do.
	if n := effective(values); math.Abs(n-39) > 1e-9 {
		t.Errorf("40 tasks of one sample count as %v", n)
	}
	if n := effective([]float64{.2, .8, .4, .6, .5, .5}); n < 5*5 {
		t.Errorf("6 tasks of many samples that hardly differ count as %v", n)
	}
}

func TestTIntervalByHand(t *testing.T) {
	// mean 0.475; squared deviations .075625+.005625+.005625+.180625 = .2675;
	// SE = sqrt(.2675/3/4) = .149304; t(3, .975) = 3.182446.
	low, high := tInterval([]float64{.2, .4, .4, .9}, .95)
	const half = 3.182446305284263 * 0.149304052
	if math.Abs(high-.475-half) > 1e-6 || low != 0 && math.Abs(low-(.475-half)) > 1e-6 {
		t.Errorf("[%v, %v], want 0.475 ± %v", low, high, half)
	}
	if low, _ := tInterval([]float64{0, 0, 0, .1}, .95); low != 0 {
		t.Errorf("low %v is not cut at 0", low)
	}
	if _, high := tInterval([]float64{1, 1, 1, .9}, .95); high != 1 {
		t.Errorf("high %v is not cut at 1", high)
	}
}

func TestAgreeingTasksGetClopperAndPearson(t *testing.T) {
	for _, n := range []int{2, 10, 40, 164} {
		ones, zeros, halves := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range n {
			ones[i], halves[i] = 1, .5
		}
		o := resolved(t, Options{})
		// Clopper-Pearson by the beta distribution: n of n, and 0 of n.
		lower := distuv.Beta{Alpha: float64(n), Beta: 1}.Quantile(.025)
		low, high, kind := o.interval(ones)
		if math.Abs(low-lower) > 1e-9 || high != 1 || kind != "exact" {
			t.Errorf("%d of %d: [%v, %v] %s, want [%v, 1] exact", n, n, low, high, kind, lower)
		}
		low, high, kind = o.interval(zeros)
		if low != 0 || math.Abs(high-(1-lower)) > 1e-9 || kind != "exact" {
			t.Errorf("0 of %d: [%v, %v] %s, want [0, %v] exact", n, low, high, kind, 1-lower)
		}
		low, high, _ = o.interval(halves)
		if math.Abs(low-lower/2) > 1e-9 || math.Abs(high-(1-lower/2)) > 1e-9 {
			t.Errorf("½ %d times: [%v, %v], want [%v, %v]", n, low, high, lower/2, 1-lower/2)
		}
	}
}

// The interval has no step where tasks cease to agree: when one of them is a hair off,
// it is the interval of equal ones but for a hair.
func TestIntervalIsContinuousWhereTasksAgree(t *testing.T) {
	o := resolved(t, Options{})
	for _, n := range []int{2, 10, 40, 164} {
		for _, v := range []float64{0, .2, .5, 1} {
			agree := slices.Repeat([]float64{v}, n)
			low, high, _ := o.interval(agree)
			for _, hair := range []float64{1e-2, 1e-4, 1e-8, -1e-2, -1e-4, -1e-8} {
				near := slices.Clone(agree)
				near[0] += hair
				if near[0] < 0 || near[0] > 1 {
					continue
				}
				l, h, kind := o.interval(near)
				if d := 2 * math.Abs(hair); kind != "wilson" || math.Abs(l-low) > d || math.Abs(h-high) > d {
					t.Errorf("%d tasks of %v, one of %v: [%v, %v] %s, but [%v, %v] of equal ones", n, v, near[0], l, h, kind, low, high)
				}
			}
		}
	}
}

func TestFewerThanTwoTasksHaveNoInterval(t *testing.T) {
	for _, rec := range []struct{ outcomes [][]string }{{nil}, {[][]string{{"1", "0", "1"}}}} {
		rows, err := Score(study(1, rec.outcomes...), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Low != nil || r.High != nil || r.Interval != "" {
				t.Errorf("%d tasks: %s [%v, %v]", r.Tasks, r.Metric, deref(r.Low), deref(r.High))
			}
		}
	}
}

func TestBootstrapIsSeededAndLikeT(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	tasks := make([]float64, 200)
	for i := range tasks {
		tasks[i] = rnd.Float64()
	}
	a, b := resolved(t, Options{Method: "bootstrap"}), resolved(t, Options{Method: "bootstrap", Seed: 2})
	lowA, highA, kind := a.interval(tasks)
	lowAgain, highAgain, _ := a.interval(tasks)
	lowB, highB, _ := b.interval(tasks)
	if lowA != lowAgain || highA != highAgain {
		t.Error("same seed, other interval")
	}
	if lowA == lowB && highA == highB {
		t.Error("another seed, same interval")
	}
	low, high := tInterval(tasks, .95)
	if kind != "bootstrap" || math.Abs(lowA-low) > .005 || math.Abs(highA-high) > .005 {
		t.Errorf("%s [%v, %v], t [%v, %v]", kind, lowA, highA, low, high)
	}
	if lo99, hi99, _ := resolved(t, Options{Method: "bootstrap", Level: .99}).interval(tasks); lo99 >= lowA || hi99 <= highA {
		t.Errorf("99%% interval [%v, %v] is no wider than 95%% [%v, %v]", lo99, hi99, lowA, highA)
	}
}

func TestQuantileIsRsType7(t *testing.T) {
	for _, c := range []struct{ p, want float64 }{{0, 1}, {.1, 1.4}, {.5, 3}, {.975, 9.4}, {1, 10}} {
		// R: quantile(c(1,2,3,4,10), p)
		if got := quantile([]float64{1, 2, 3, 4, 10}, c.p); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("quantile %v = %v, want %v", c.p, got, c.want)
		}
	}
}
