package task

import "fmt"

func ByteSize(n int64) string {
	sign := ""
	size := uint64(n)
	if n < 0 {
		sign = "-"
		size = -size
	}
	if size < 1024 {
		return fmt.Sprintf("%s%d B", sign, size)
	}
	names := []string{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	unit := uint64(1024)
	i := 0
	for size/unit >= 1024 {
		unit *= 1024
		i++
	}
	tenths := size % unit * 10 / unit
	return fmt.Sprintf("%s%d.%d %s", sign, size/unit, tenths, names[i])
}
