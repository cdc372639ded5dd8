// Tries: to call its own main function from init, before the judge can begin.
// Want: runtime_error

package main

import "os"

func init()               { main() }
func main()               { os.Exit(0) }
func Secret(n int) string { return "" }
