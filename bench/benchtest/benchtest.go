// Package benchtest has what the tests of several packages need: the way to data
// outside the repository, and the one rule about skipping.
//
// Tests that need more than Go skip and say what they need. In CI nothing may be
// missing: with DIALOGO_REQUIRE_SHARED=1 in the environment they fail instead.
package benchtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Need skips the test, or fails it under DIALOGO_REQUIRE_SHARED=1, unless have is
// true. What says what is missing and how to get it.
func Need(t testing.TB, have bool, what string) {
	t.Helper()
	if have {
		return
	}
	if os.Getenv("DIALOGO_REQUIRE_SHARED") == "1" {
		t.Fatalf("this test needs %s, and DIALOGO_REQUIRE_SHARED=1 forbids skipping", what)
	}
	t.Skipf("needs %s", what)
}

// Shared returns the path of a file or folder of the shared test data: below
// $DIALOGO_SHARED if set, else below the folder "shared" beside the repository.
// Without it the test skips, see [Need].
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("DIALOGO_SHARED")
	if root == "" {
		root = filepath.Join(repository(t), "..", "shared")
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	_, err := os.Stat(path)
	Need(t, err == nil, "the shared test data ("+filepath.Join(elem...)+"); set DIALOGO_SHARED to its folder")
	return path
}

// repository finds the folder with go.mod above the test's working directory.
func repository(t testing.TB) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for d := dir; d != filepath.Dir(d); d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, "go.mod")); err == nil {
			return d
		}
	}
	t.Fatalf("no go.mod above %s", dir)
	return ""
}
