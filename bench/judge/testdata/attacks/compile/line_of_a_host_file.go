// Tries: to have the compiler show a line of a host file, by claiming that its error is there.
// Want: compile_error
// Says: answer.go:8:

package main

//line @SECRET@:1
func Secret(n int) string { return undefinedName }

/*line /etc/passwd:1:1*/
