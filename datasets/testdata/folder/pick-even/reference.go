package task

func PickEven(xs []int) int {
	for _, x := range xs {
		if x%2 == 0 {
			return x
		}
	}
	return 0
}
