// Tries: to write garbage to every descriptor a process could have inherited.
// Want: runtime_error

package main

import "syscall"

func Secret(n int) string {
	for fd := range 256 {
		syscall.Write(fd, []byte("\x00\x01\x02passed\xff\xfe\xfd\xfc\xfb\xfa"))
	}
	return ""
}
