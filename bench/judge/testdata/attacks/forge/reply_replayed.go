// Tries: to replay the reply to the first request as that to all later ones.
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
	for {
		syscall.Write(4, frame)
		syscall.Read(3, request[:])
	}
}
func Secret(n int) string { return "" }
