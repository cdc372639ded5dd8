package sim

import (
	"crypto/sha256"
	"encoding/binary"
)

// uniform is a number in [0, 1) that depends on nothing but its arguments.
func uniform(parts ...string) float64 {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	const bits = 53 // of a float64's fraction
	return float64(binary.LittleEndian.Uint64(h.Sum(nil))>>(64-bits)) / (1 << bits)
}

// pick is the index into weights on which u falls, -1 if they are all 0.
func pick(weights []float64, u float64) int {
	var total float64
	for _, w := range weights {
		total += w
	}
	last := -1
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		last = i
		u -= w / total
		if u < 0 {
			return i
		}
	}
	return last // rounding
}
