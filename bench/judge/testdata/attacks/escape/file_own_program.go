// Tries: to overwrite the program it runs in, which its neighbours run in too.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"syscall"
)

func Secret(n int) string {
	self, _ := os.Executable()
	for _, p := range []string{self, os.Args[0], "/proc/self/exe"} {
		if f, err := os.OpenFile(p, os.O_RDWR, 0); err == nil {
			f.WriteString("x")
			return "opened " + p
		}
		if os.Truncate(p, 0) == nil {
			return "truncated " + p
		}
	}
	for fd := range 256 {
		var st syscall.Stat_t
		if syscall.Fstat(fd, &st) == nil && st.Mode&syscall.S_IFMT == syscall.S_IFREG {
			return "a file is open"
		}
	}
	return "held"
}
