package judge

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestFoldersOfTheDeadAreRemoved(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	live, lock, err := makeFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	dead, left, err := makeFolder()
	if err != nil {
		t.Fatal(err)
	}
	left.Close() // as the end of a process does
	old, young, other := filepath.Join(tmp, folderPrefix+"1"), filepath.Join(tmp, folderPrefix+"2"), filepath.Join(tmp, "other")
	for _, dir := range []string{old, young, other} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(other, filepath.Join(tmp, folderPrefix+"3")); err != nil {
		t.Fatal(err)
	}
	past := time.Now().Add(-2 * abandoned)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	sweep()
	for dir, want := range map[string]bool{live: true, dead: false, old: false, young: true, other: true} {
		if _, err := os.Stat(dir); (err == nil) != want {
			t.Errorf("%s: there is %v, want %v", filepath.Base(dir), err == nil, want)
		}
	}
}
