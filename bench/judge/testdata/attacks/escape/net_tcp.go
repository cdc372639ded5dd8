// Tries: to reach a host by TCP: one on the Internet, this one, and the cloud's metadata service.
// Want: wrong_answer
// Says: "held"

package main

import (
	"net"
	"time"
)

func Secret(n int) string {
	for _, a := range []string{"1.1.1.1:80", "127.0.0.1:22", "[::1]:22", "169.254.169.254:80", "localhost:80"} {
		if c, err := net.DialTimeout("tcp", a, 100*time.Millisecond); err == nil {
			c.Close()
			return "connected to " + a
		}
	}
	if l, err := net.Listen("tcp", "127.0.0.1:0"); err == nil {
		l.Close()
		return "listening"
	}
	return "held"
}
