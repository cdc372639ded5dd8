// Tries: to exhaust the judge's stack by a reply of a pointer to a pointer to a pointer, 60,000 times.
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
		payload := []byte("\x01\x00\x06string\x0a")
		for range 60000 {
			payload = append(payload, 0x00, 0x0a)
		}
		size := 9 + len(payload)
		frame := append([]byte{byte(size), byte(size >> 8), byte(size >> 16), 0}, request[:8]...)
		frame = append(append(frame, 'r'), payload...)
		for len(frame) > 0 {
			k, err := syscall.Write(4, frame)
			if err != nil {
				syscall.Exit(0)
			}
			frame = frame[k:]
		}
	}
}
func Secret(n int) string { return "" }
