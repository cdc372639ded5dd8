// Tries: to announce a reply of 4 GiB and never to end it.
// Want: runtime_error

package main

import "syscall"

func Secret(n int) string {
	b := make([]byte, 1<<16)
	for i := range b {
		b[i] = 0xff
	}
	for {
		syscall.Write(4, b)
	}
}
