package task

func ParkingFee(minutes int) (int, error) {
	if minutes < 0 {
		return 0, ErrNegative
	}
	if minutes <= 15 {
		return 0, nil
	}
	days := minutes / 1440
	rest := minutes % 1440
	fee := min((rest+29)/30*80, 1200)
	return days*1200 + fee, nil
}
