// Tries: to read something from every descriptor a process could have inherited.
// Want: wrong_answer
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	b := make([]byte, 4096)
	for fd := range 256 {
		if fd == 3 {
			continue
		} // the requests: see read_ahead
		syscall.SetNonblock(fd, true)
		if k, _ := syscall.Pread(fd, b, 0); k > 0 {
			return "read: " + string(b[:k])
		}
		if k, _ := syscall.Read(fd, b); k > 0 {
			return "read: " + string(b[:k])
		}
	}
	syscall.SetNonblock(4, false)
	return "held"
}
