package task

func Unpack(data []byte, limit int) ([]byte, error) {
	var out []byte
	for i := 0; i < len(data); {
		control := int(data[i])
		i++
		follow, count := 1, control&63+2 // bytes that follow; bytes put out
		if control < 128 {
			follow, count = control+1, control+1
		} else if control >= 192 {
			count++
		}
		if i+follow > len(data) {
			return nil, ErrShort
		}
		d := int(data[i])
		if control >= 192 && (d == 0 || d > len(out)) {
			return nil, ErrDistance
		}
		if len(out)+count > limit {
			return nil, ErrLong
		}
		for n := range count {
			b := data[i]
			if control < 128 {
				b = data[i+n]
			} else if control >= 192 {
				b = out[len(out)-d]
			}
			out = append(out, b)
		}
		i += follow
	}
	return out, nil
}
