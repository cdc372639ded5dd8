package scoring

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// The kinds of interval, for [Row.Interval].
const (
	kindWilson    = "wilson"
	kindT         = "t"
	kindBootstrap = "bootstrap"
	kindExact     = "exact"
)

// interval is the confidence interval of the mean of values in 0 to 1, one a
// task; kind is empty when there is none.
func (o Options) interval(tasks []float64) (low, high float64, kind string) {
	switch {
	case len(tasks) < 2:
		return 0, 0, ""
	case slices.Min(tasks) == slices.Max(tasks):
		low, high = unseenInterval(len(tasks), tasks[0], o.Level)
		return low, high, kindExact
	case o.Method == kindBootstrap:
		low, high = bootstrapInterval(tasks, o)
	case o.Method == kindT:
		low, high = tInterval(tasks, o.Level)
	default:
		low, high = wilsonInterval(tasks, o.Level)
		least, most := unseenInterval(len(tasks), mean(tasks), o.Level)
		low, high = min(low, least), max(high, most)
	}
	return low, high, o.Method
}

// wilsonInterval holds every μ with |mean − μ| ≤ t·SE(μ), where SE(μ) is the
// clustered standard error as it would be at μ: √(μ(1−μ)/n), with n the number of
// independent yes-or-no tasks that would have the same standard error as these.
func wilsonInterval(tasks []float64, level float64) (low, high float64) {
	m, t := mean(tasks), studentsT(len(tasks), level)
	q := float64(t*t) / effective(tasks) // t²/n
	center := (m + q/2) / (1 + q)
	half := math.Sqrt(float64(q*m)*(1-m)+float64(q*q)/4) / (1 + q)
	return max(0, center-half), min(1, center+half)
}

// effective is the effective number of tasks (Korn and Graubard 1998): m(1−m)/SE².
// It is G−1 with one sample, and more where samples or ranks make a task's value
// say more than yes or no.
func effective(tasks []float64) float64 {
	m, se := mean(tasks), standardError(tasks)
	return float64(m*(1-m)) / float64(se*se)
}

// tInterval is mean ± t·SE, cut at 0 and 1.
func tInterval(tasks []float64, level float64) (low, high float64) {
	m, half := mean(tasks), float64(studentsT(len(tasks), level)*standardError(tasks))
	return max(0, m-half), min(1, m+half)
}

// studentsT is the two-sided quantile for the mean of n values.
func studentsT(n int, level float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: float64(n - 1)}.Quantile(1 - (1-level)/2)
}

// standardError is that of the mean of the tasks' values. The float64 conversions
// here and above forbid fused multiply-add, so that every machine gets the same bits.
func standardError(tasks []float64) float64 {
	n, m := float64(len(tasks)), mean(tasks)
	var squares float64
	for _, v := range tasks {
		squares += float64((v - m) * (v - m))
	}
	return math.Sqrt(squares / (n - 1) / n)
}

// unseenInterval bounds the mean when n tasks have the mean m and those that were not
// drawn may have any value; see the package comment.
func unseenInterval(n int, m, level float64) (low, high float64) {
	share := math.Pow((1-level)/2, 1/float64(n))
	low = share * m
	return low, min(1, low+1-share)
}

// bootstrapInterval resamples tasks and takes percentiles of the means. Every
// call draws the same numbers, so rows over the same tasks are resampled alike.
func bootstrapInterval(tasks []float64, o Options) (low, high float64) {
	rnd := rand.New(rand.NewPCG(o.Seed, uint64(len(tasks))))
	means := make([]float64, o.Resamples)
	for i := range means {
		var sum float64
		for range tasks {
			sum += tasks[rnd.IntN(len(tasks))]
		}
		means[i] = sum / float64(len(tasks))
	}
	slices.Sort(means)
	tail := (1 - o.Level) / 2
	return quantile(means, tail), quantile(means, 1-tail)
}

// quantile interpolates linearly between order statistics, as R's type 7 does.
// (gonum's LinInterp is another definition.)
func quantile(sorted []float64, p float64) float64 {
	h := float64(float64(len(sorted)-1) * p)
	i := int(h)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + float64((h-float64(i))*(sorted[i+1]-sorted[i]))
}

func mean(values []float64) float64 {
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
