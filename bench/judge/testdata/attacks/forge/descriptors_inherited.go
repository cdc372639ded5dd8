// Tries: to find an inherited descriptor that leads to anything but its pipes and its output.
// Want: wrong_answer
// Says: "held"

package main

import (
	"strconv"
	"syscall"
)

func Secret(n int) string {
	for fd := range 1024 {
		var st syscall.Stat_t
		if syscall.Fstat(fd, &st) != nil {
			continue
		}
		if kind := st.Mode & syscall.S_IFMT; kind == syscall.S_IFDIR || kind == syscall.S_IFREG || kind == syscall.S_IFSOCK || kind == syscall.S_IFBLK {
			return "descriptor " + strconv.Itoa(fd) + " of kind " + strconv.FormatUint(uint64(kind), 8)
		}
	}
	return "held"
}
