// Tries: to forge the replies of passed test code, which shares its process. This is known to be possible and why such verdicts are marked in-process.
// Task: tested
// Want: passed runtime_error wrong_answer
// Trust: in-process
// Varies: what it makes must fit the protocol of the day.

package main

import "syscall"

func init() {
	var settings [24]byte
	var request [16]byte
	syscall.Read(3, settings[:])
	syscall.Read(3, request[:])
	for range 3 {
		frame := append([]byte("\x0b\x00\x00\x00"), request[:8]...)
		syscall.Write(4, append(frame, 'c', 1, 0))
	}
	frame := append([]byte("\x0a\x00\x00\x00"), request[:8]...)
	syscall.Write(4, append(frame, 't', 0))
	select {}
}
func Double(n int) int { return 0 }
