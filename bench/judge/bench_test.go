//go:build unix

package judge

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"dialogo/bench"
)

// BenchmarkJudge judges small answers, each for the first time. Its cpu-ms/op is the
// processor time of this process and of all it started: unlike the wall time, it
// hardly depends on what else the machine does.
func BenchmarkJudge(b *testing.B) {
	j := testJudge(b)
	judge := func(code string) {
		if v, err := j.Judge(b.Context(), &clamp, code); err != nil || v.Status != bench.Passed {
			b.Fatal(v, err)
		}
	}
	const code = "func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }"
	judge(code) // prepares the task
	used := cpuTime()
	for i := 0; b.Loop(); i++ {
		judge(code + "//" + strings.Repeat("x", i))
	}
	b.ReportMetric(float64((cpuTime()-used).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

func cpuTime() (sum time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var ru syscall.Rusage
		syscall.Getrusage(who, &ru)
		sum += time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
	}
	return sum
}
