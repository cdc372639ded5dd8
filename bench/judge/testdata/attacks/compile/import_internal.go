// Tries: to import packages of the standard library that are not for everybody.
// Want: compile_error

package main

import (
	_ "crypto/internal/boring"
	_ "golang.org/x/net/dns/dnsmessage"
	_ "internal/abi"
	_ "internal/runtime/sys"
	_ "runtime/internal/sys"
	_ "vendor/golang.org/x/net/dns/dnsmessage"
)

func Secret(n int) string { return "" }
