// Tries: to import the packages that open ports, handle signals or start profilers when they are initialised.
// Want: wrong_answer

package main

import (
	_ "debug/elf"
	_ "expvar"
	_ "log/syslog"
	_ "net/http/pprof"
	_ "os/signal"
	_ "plugin"
	_ "runtime/race"
	_ "testing"
)

func Secret(n int) string { return "" }
