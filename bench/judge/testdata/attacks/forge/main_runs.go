// Tries: to have a main function of its own run instead of the judge's.
// Want: wrong_answer

package main

import "os"

func main()               { os.Exit(0) }
func Secret(n int) string { return "" }
