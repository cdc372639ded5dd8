// Tries: to reply as the trusted checker does when it is content.
// Want: runtime_error

package main

import "syscall"

func init() {
	var settings [24]byte
	var request [16]byte
	syscall.Read(3, settings[:])
	for {
		syscall.Read(3, request[:])
		frame := append([]byte("\x09\x00\x00\x00"), request[:8]...)
		syscall.Write(4, append(frame, 'k'))
	}
}
func Secret(n int) string { return "" }
