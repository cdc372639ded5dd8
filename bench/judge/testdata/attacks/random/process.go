// Tries: to have what differs from process to process show in a result: its id, its parent, its users.
// Want: wrong_answer
// Varies: as root each of the judge's programs has a user of its own.

package main

import (
	"fmt"
	"os"
)

func Secret(n int) string {
	w, _ := os.Getwd()
	return fmt.Sprint(os.Getpid(), os.Getppid(), os.Getuid(), os.Getgid(), w)
}
