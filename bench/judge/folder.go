package judge

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"dialogo/bench"
)

// A judge's folder is in the system's folder for temporary files, under
// folderPrefix. The judge holds a lock on its lockFile; a folder whose lock can be
// taken is that of a process that was killed, and is removed by the next judge.
const (
	folderPrefix = "dialogo-judge-"
	lockFile     = "lock"
	// abandoned is how old a folder without a lock must be. A folder has its lock
	// before it has its name, so it is one whose removal was interrupted.
	abandoned = time.Hour
)

// makeFolder makes a locked folder.
func makeFolder() (dir string, lock *flock.Flock, err error) {
	made, err := os.MkdirTemp("", "dialogo-new-")
	if err != nil {
		return "", nil, bench.Usagef("no folder for temporary files can be made in %s: %w; set TMPDIR to a folder that is there, can be written and has room",
			os.TempDir(), bench.FileReason(err))
	}
	defer func() {
		if err != nil {
			os.RemoveAll(made)
		}
	}()
	lock = flock.New(filepath.Join(made, lockFile), flock.SetPermissions(0o600))
	if ok, err := lock.TryLock(); err != nil || !ok {
		return "", nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	dir = filepath.Join(filepath.Dir(made), folderPrefix+strings.TrimPrefix(filepath.Base(made), "dialogo-new-"))
	if err := os.Rename(made, dir); err != nil {
		return "", nil, errors.Join(err, lock.Close())
	}
	return dir, lock, nil
}

// sweep removes what killed judges of this user left. It is a courtesy: what fails
// is left to the next.
func sweep() {
	stale, _ := filepath.Glob(filepath.Join(os.TempDir(), folderPrefix+"*"))
	for _, dir := range stale {
		fi, err := os.Lstat(dir)
		if err != nil || !fi.IsDir() || !ours(fi) {
			continue
		}
		path := filepath.Join(dir, lockFile)
		if _, err := os.Lstat(path); err != nil {
			if time.Since(fi.ModTime()) > abandoned {
				os.RemoveAll(dir)
			}
			continue
		}
		lock := flock.New(path)
		ok, err := lock.TryLock()
		if ok && err == nil {
			err = os.RemoveAll(dir)
		}
		lock.Close()
		if ok && err != nil { // where a file that is open cannot be removed
			os.RemoveAll(dir)
		}
	}
}
