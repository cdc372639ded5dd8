// Tries: to fork without end by the bare system calls.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	for _, c := range [][2]uintptr{{57, 0}, {58, 0}, {56, 17}, {56, 0x4100 | 17}} {
		for range 100 {
			if id, _, e := syscall.RawSyscall6(c[0], c[1], 0, 0, 0, 0, 0); e == 0 {
				if id == 0 {
					for {
					}
				}
				return "forked"
			}
		}
	}
	return "held"
}
