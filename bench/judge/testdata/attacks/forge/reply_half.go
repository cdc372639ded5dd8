// Tries: to send half of a reply and then nothing more.
// Want: runtime_error timeout
// Varies: half a frame is either malformed at once or waited for.

package main

import "syscall"

func Secret(n int) string { syscall.Write(4, []byte{9, 0, 0, 0, 1, 2}); select {} }
