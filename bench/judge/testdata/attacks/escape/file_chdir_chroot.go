// Tries: to leave its root by the old trick with chroot and an open folder.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"syscall"
)

func Secret(n int) string {
	os.Mkdir("jail", 0o755)
	fd, _ := syscall.Open(".", syscall.O_RDONLY, 0)
	err := syscall.Chroot("jail")
	syscall.Fchdir(fd)
	for range 100 {
		syscall.Chdir("..")
	}
	syscall.Chroot(".")
	if b, e := os.ReadFile("@SECRET@"); e == nil {
		return string(b)
	}
	if err == nil {
		return "chroot"
	}
	return "held"
}
