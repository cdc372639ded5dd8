// Tries: to find the task, its cases or the judge's files anywhere in the file system it sees.
// Want: wrong_answer
// Says: "held"

package main

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
)

func Secret(n int) (found string) {
	fs.WalkDir(os.DirFS("/"), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(p, "dev/") {
			return nil
		}
		b, _ := os.ReadFile("/" + p)
		if bytes.Contains(b, []byte("PLANT"+"ED")) || strings.HasSuffix(p, ".go") || strings.HasSuffix(p, ".a") {
			found += p + " "
		}
		return nil
	})
	if found == "" {
		return "held"
	}
	return found
}
