// Tries: to take the driver's place: it reads all requests and sends results of its own making.
// Want: wrong_answer runtime_error
// Varies: what it makes must fit the protocol of the day.

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
		payload := []byte("\x01\x00\x06string\x06\x05guess")
		frame := append([]byte{byte(9 + len(payload)), 0, 0, 0}, request[:8]...)
		syscall.Write(4, append(append(frame, 'r'), payload...))
	}
}
func Secret(n int) string { return "" }
