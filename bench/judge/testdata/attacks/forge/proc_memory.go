// Tries: to read and write memory through /proc: its own, its parent's and that of process 1.
// Want: wrong_answer
// Says: "held"

package main

import (
	"fmt"
	"os"
)

func Secret(n int) string {
	for _, id := range []string{"self", "1", fmt.Sprint(os.Getppid()), fmt.Sprint(os.Getpid())} {
		for _, name := range []string{"mem", "maps", "environ", "cmdline", "fd", "fd/3", "fd/4", "cwd", "root", "task"} {
			if f, err := os.Open("/proc/" + id + "/" + name); err == nil {
				f.Close()
				return "opened " + id + "/" + name
			}
			if f, err := os.OpenFile("/proc/"+id+"/"+name, os.O_RDWR, 0); err == nil {
				f.Close()
				return "opened " + id + "/" + name
			}
		}
	}
	return "held"
}
