// Tries: to leave a goroutine running that takes later requests from the driver and replies itself.
// Want: runtime_error timeout wrong_answer
// Varies: driver and goroutine race for the requests.

package main

import "syscall"

func Secret(n int) string {
	go func() {
		var request [16]byte
		for {
			if k, _ := syscall.Read(3, request[:]); k <= 0 {
				return
			}
			frame := append([]byte("\x13\x00\x00\x00"), request[:8]...)
			syscall.Write(4, append(frame, "r\x01\x00\x06string\x06\x00"...))
		}
	}()
	return ""
}
