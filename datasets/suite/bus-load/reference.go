package task

func BusLoad(capacity int, stops []Stop) (peak, left int, err error) {
	if capacity < 0 {
		return 0, 0, ErrCount
	}
	aboard := 0
	for _, s := range stops {
		if s.Off < 0 || s.On < 0 {
			return 0, 0, ErrCount
		}
		if s.Off > aboard {
			return 0, 0, ErrOff
		}
		aboard += s.On - s.Off
		if aboard > capacity {
			left += aboard - capacity
			aboard = capacity
		}
		if aboard > peak {
			peak = aboard
		}
	}
	return peak, left, nil
}
