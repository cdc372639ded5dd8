// Tries: to make the judge allocate or recurse without end, by a reply full of huge counts.
// Want: runtime_error

package main

import "syscall"

func init() {
	var settings [24]byte
	var request [16]byte
	syscall.Read(3, settings[:])
	for {
		if k, _ := syscall.Read(3, request[:]); k <= 0 {
			syscall.Exit(0)
		}
		payload := []byte("\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x00\x06string\x07\xff\xff\xff\xff\xff\xff\xff\xff\x7f")
		for range 5000 {
			payload = append(payload, 0x00, 0x0a)
		}
		size := 9 + len(payload)
		frame := append([]byte{byte(size), byte(size >> 8), 0, 0}, request[:8]...)
		frame = append(append(frame, 'r'), payload...)
		syscall.Write(4, frame)
	}
}
func Secret(n int) string { return "" }
