//go:build unix

package judge

import (
	"io/fs"
	"os"
	"syscall"
)

// ours reports whether a file is this user's.
func ours(fi fs.FileInfo) bool {
	st, ok := fi.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Geteuid()
}
