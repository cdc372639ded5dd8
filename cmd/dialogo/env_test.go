package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEnvFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(file, []byte("# keys\nexport A=one\nB = \"two words\"\n\nC='x'\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	outer := func(name string) string { return "outer " + name }
	get, err := withEnvFile(outer, file)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"A": "one", "B": "two words", "C": "x", "D": "outer D"} {
		if got := get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if os.Getenv("A") == "one" {
		t.Error("the file's values must not enter the environment, where a child would inherit them")
	}
	os.WriteFile(file, []byte("A=1\nnonsense\n"), 0o600)
	if _, err := withEnvFile(outer, file); err == nil || !strings.Contains(err.Error(), "env:2: not a NAME=value line") {
		t.Errorf("got %v", err)
	}
}
