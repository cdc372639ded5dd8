// Tries: to write, create, rename, remove and change files in every place outside that the judge's user may write to.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"path/filepath"
)

func Secret(n int) string {
	done := ""
	for _, dir := range []string{"@CWD@", "@TMP@", "@HOME@", "/tmp", "/var/tmp", "/dev/shm", "/dev", "/etc", "/", "/proc/sys/kernel", "/sys/fs/cgroup"} {
		name := filepath.Join(dir, "@MARK@")
		if os.WriteFile(name, []byte("x"), 0o666) == nil {
			done += name + " "
		}
		if os.Mkdir(name+"-dir", 0o777) == nil {
			done += name + "-dir "
		}
		os.Remove(filepath.Join(dir, "token"))
		os.Chmod(filepath.Join(dir, "token"), 0o777)
		os.Rename(filepath.Join(dir, "token"), name+"-renamed")
		if f, err := os.OpenFile(filepath.Join(dir, "token"), os.O_WRONLY|os.O_APPEND, 0); err == nil {
			f.WriteString("x")
			f.Close()
			done += "token of " + dir
		}
	}
	if done == "" {
		return "held"
	}
	return done
}
