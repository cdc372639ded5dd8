// Tries: to climb out of its folder by .. and through descriptors of folders.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"strings"
	"syscall"
)

func Secret(n int) string {
	up := strings.Repeat("../", 50)
	if b, err := os.ReadFile(up + "@SECRET@"); err == nil {
		return string(b)
	}
	if root, err := os.OpenRoot("/"); err == nil {
		if b, err := root.ReadFile("@SECRET@"[1:]); err == nil {
			return string(b)
		}
	}
	buf := make([]byte, 256)
	for dir := range 64 {
		for _, p := range []string{"@SECRET@"[1:], up + "@SECRET@"[1:], "etc/passwd", up + "etc/passwd"} {
			fd, err := syscall.Openat(dir, p, syscall.O_RDONLY, 0)
			if err != nil {
				continue
			}
			k, _ := syscall.Read(fd, buf)
			return string(buf[:max(k, 0)])
		}
	}
	return "held"
}
