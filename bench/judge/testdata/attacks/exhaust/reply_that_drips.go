// Tries: to reply byte by byte for ever, so that something has always just come.
// Want: timeout

package main

import (
	"syscall"
	"time"
)

func read(b []byte) {
	for len(b) > 0 {
		n, err := syscall.Read(3, b)
		if n <= 0 || err != nil {
			syscall.Exit(9)
		}
		b = b[n:]
	}
}

func init() {
	var settings [24]byte
	var request [16]byte
	read(settings[:])
	read(request[:])
	size := 9 + 100_000
	syscall.Write(4, append([]byte{byte(size), byte(size >> 8), byte(size >> 16), 0}, append(request[:8:8], 'r')...))
	for {
		syscall.Write(4, []byte{0})
		time.Sleep(2 * time.Millisecond)
	}
}

func Secret(n int) string { return "" }
