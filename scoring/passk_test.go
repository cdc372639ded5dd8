package scoring

import (
	"math"
	"math/big"
	"slices"
	"testing"
)

func TestPassAtKIsTheQuotientOfBinomials(t *testing.T) {
	for n := 1; n <= 200; n = n*3/2 + 1 {
		for c := 0; c <= n; c += 1 + n/7 {
			for k := 1; k <= n; k += 1 + n/5 {
				none := new(big.Rat).SetFrac(new(big.Int).Binomial(int64(n-c), int64(k)), new(big.Int).Binomial(int64(n), int64(k)))
				want, _ := new(big.Rat).Sub(big.NewRat(1, 1), none).Float64()
				got, ok := PassAtK(n, c, k)
				if !ok || math.Abs(got-want) > 1e-12 {
					t.Errorf("pass@%d of %d in %d = %v %v, want %v", k, c, n, got, ok, want)
				}
			}
		}
	}
}

func TestPassAtKIsUndefinedNotOneWithTooFewSamples(t *testing.T) {
	for _, c := range [][3]int{{0, 0, 1}, {3, 3, 4}, {5, 6, 1}, {5, -1, 1}, {5, 1, 0}} {
		if p, ok := PassAtK(c[0], c[1], c[2]); ok {
			t.Errorf("n=%d c=%d k=%d gives %v", c[0], c[1], c[2], p)
		}
	}
}

func FuzzPassAtK(f *testing.F) {
	f.Add(10, 3, 5)
	f.Add(64, 32, 32)
	f.Fuzz(func(t *testing.T, n, c, k int) {
		if n > 10_000 {
			return
		}
		p, ok := PassAtK(n, c, k)
		if ok != (k >= 1 && n >= k && c >= 0 && c <= n) {
			t.Fatalf("n=%d c=%d k=%d: ok is %v", n, c, k, ok)
		}
		if ok && !(p >= 0 && p <= 1) {
			t.Errorf("n=%d c=%d k=%d: %v", n, c, k, p)
		}
	})
}

func TestDefaultKs(t *testing.T) {
	for samples, want := range map[int][]int{1: {1}, 2: {1, 2}, 7: {1, 2, 5, 7}, 100: {1, 2, 5, 10, 20, 50, 100}} {
		if got := defaultKs(samples); !slices.Equal(got, want) {
			t.Errorf("%d samples: %v, want %v", samples, got, want)
		}
	}
}
