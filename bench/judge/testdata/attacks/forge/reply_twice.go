// Tries: to reply twice to the same request, with the id it read itself.
// Want: runtime_error

package main

import "syscall"

func init() {
	var settings [24]byte
	var request [16]byte
	syscall.Read(3, settings[:])
	syscall.Read(3, request[:])
	frame := append([]byte("\x09\x00\x00\x00"), request[:8]...)
	frame = append(frame, 'g')
	syscall.Write(4, append(frame, frame...))
	select {}
}
func Secret(n int) string { return "" }
