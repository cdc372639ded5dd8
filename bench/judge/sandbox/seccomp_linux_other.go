//go:build linux && !amd64

package sandbox

import "golang.org/x/sys/unix"

// hasSeccomp says that system calls are filtered on this architecture.
const hasSeccomp = false

func filterProgram() (p []unix.SockFilter, pid int) { return nil, 0 }
