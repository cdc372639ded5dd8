// Tries: to have a link lead to a secret: when read by itself, and when its files are looked at from outside.
// Want: wrong_answer
// Says: "held"

package main

import "os"

func Secret(n int) string {
	for _, name := range []string{"answer", "answer.a", "answer.go", "link", "profile"} {
		os.Remove(name)
		os.Symlink("@SECRET@", name)
		if b, err := os.ReadFile(name); err == nil {
			return string(b)
		}
	}
	return "held"
}
