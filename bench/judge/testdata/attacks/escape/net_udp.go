// Tries: to send datagrams out, and to have a name resolved with the secret in it.
// Want: wrong_answer
// Says: "held"

package main

import "net"

func Secret(n int) string {
	for _, a := range []string{"1.1.1.1:53", "127.0.0.1:53", "255.255.255.255:9"} {
		if c, err := net.Dial("udp", a); err == nil {
			if _, err := c.Write([]byte("x")); err == nil {
				return "sent to " + a
			}
		}
	}
	if _, err := net.LookupHost("secret.example.com"); err == nil {
		return "resolved"
	}
	if _, err := net.ListenPacket("udp", ":0"); err == nil {
		return "listening"
	}
	return "held"
}
