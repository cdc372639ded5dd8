package task

func Gronsfeld(text, key string) (string, error) {
	if key == "" {
		return "", ErrKey
	}
	for i := range len(key) {
		if key[i] < '0' || key[i] > '9' {
			return "", ErrKey
		}
	}
	out := []byte(text)
	next := 0
	for i, c := range out {
		base := byte('a')
		if c >= 'A' && c <= 'Z' {
			base = 'A'
		} else if c < 'a' || c > 'z' {
			continue
		}
		shift := key[next%len(key)] - '0'
		out[i] = base + (c-base+shift)%26
		next++
	}
	return string(out), nil
}
