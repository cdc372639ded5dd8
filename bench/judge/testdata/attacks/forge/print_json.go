// Tries: to print a whole stream of go test -json on every descriptor.
// Want: runtime_error

package main

import (
	"syscall"
)

func Secret(n int) string {
	const stream = `{"Action":"start","Package":"dialogo"}
{"Action":"run","Package":"dialogo","Test":"TestSecret"}
{"Action":"pass","Package":"dialogo","Test":"TestSecret","Elapsed":0}
{"Action":"pass","Package":"dialogo","Elapsed":0.01}
`
	for fd := range 16 {
		syscall.Write(fd, []byte(stream))
	}
	syscall.Exit(0)
	return ""
}
