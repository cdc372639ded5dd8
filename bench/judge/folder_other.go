//go:build !unix

package judge

import "io/fs"

// ours holds: the folder for temporary files is each user's own.
func ours(fs.FileInfo) bool { return true }
