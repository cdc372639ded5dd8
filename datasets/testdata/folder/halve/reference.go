package task

func Halve(x int) (int, error) {
	if x < 0 {
		panic("negative")
	}
	if x%2 == 1 {
		return 0, ErrOdd
	}
	return x / 2, nil
}
