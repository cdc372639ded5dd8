package scoring

// PassAtK estimates, without bias, the chance that at least one of k samples
// solves a task, from n samples of which c did: 1 − C(n−c, k)/C(n, k) (Chen et
// al. 2021, "Evaluating Large Language Models Trained on Code"). It is not ok
// where the estimate is undefined: n < k, or counts that make no sense.
//
// The quotient is computed as the product of 1 − k/i for i from n−c+1 to n, as in
// the paper: the binomials themselves overflow from about n = 64.
func PassAtK(n, c, k int) (p float64, ok bool) {
	if k < 1 || n < k || c < 0 || c > n {
		return 0, false
	}
	if n-c < k {
		return 1, true
	}
	none := 1.0
	for i := n - c + 1; i <= n; i++ {
		none *= 1 - float64(k)/float64(i)
	}
	return 1 - none, true
}

// defaultKs are the k of pass@k that so many samples allow: those that papers
// report, and the number of samples itself.
func defaultKs(samples int) []int {
	var ks []int
	for _, k := range []int{1, 2, 5, 10, 20, 50, 100} {
		if k < samples {
			ks = append(ks, k)
		}
	}
	return append(ks, samples)
}
