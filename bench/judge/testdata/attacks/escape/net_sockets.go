// Tries: to make a socket of any family and kind: local, vsock (which crosses network namespaces), raw, packet, netlink, CAN, Bluetooth, crypto.
// Want: wrong_answer
// Says: "held"

package main

import (
	"strconv"
	"syscall"
)

func Secret(n int) string {
	for family := range 46 {
		for kind := 1; kind <= 5; kind++ {
			if fd, err := syscall.Socket(family, kind, 0); err == nil {
				syscall.Close(fd)
				return "socket " + strconv.Itoa(family) + "/" + strconv.Itoa(kind)
			}
		}
	}
	if _, err := syscall.Socketpair(1, 1, 0); err == nil {
		return "socketpair"
	}
	return "held"
}
