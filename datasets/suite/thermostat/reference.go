package task

func Thermostat(readings []int, low, high int) []bool {
	states := make([]bool, 0, len(readings))
	on := false
	for _, r := range readings {
		switch {
		case low > high:
			on = false
		case r < low:
			on = true
		case r > high:
			on = false
		}
		states = append(states, on)
	}
	return states
}
