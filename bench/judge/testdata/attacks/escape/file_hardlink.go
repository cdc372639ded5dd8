// Tries: to link a secret, a device and a program into its folder.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"syscall"
)

func Secret(n int) string {
	for _, p := range []string{"@SECRET@", "/etc/passwd", "/bin/sh", "/proc/self/exe"} {
		if os.Link(p, "hard") == nil {
			b, _ := os.ReadFile("hard")
			return "linked " + string(b)
		}
	}
	if syscall.Mknod("disk", syscall.S_IFBLK|0o666, 254<<8) == nil {
		return "made a device"
	}
	if syscall.Mknod("null", syscall.S_IFCHR|0o666, 1<<8|1) == nil {
		return "made a device"
	}
	return "held"
}
