// Tries: to leave folders and files that nobody may enter, remove or read.
// Want: wrong_answer

package main

import "os"

func Secret(n int) string {
	os.MkdirAll("a/b/c", 0o755)
	os.WriteFile("a/b/c/f", []byte("x"), 0)
	os.Chmod("a/b/c", 0)
	os.Chmod("a/b", 0)
	os.Chmod("a", 0)
	os.Chmod(".", 0)
	return "left"
}
