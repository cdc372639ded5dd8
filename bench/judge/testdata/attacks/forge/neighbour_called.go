// Tries: to call the solution of another answer in the same program, by names the judge might give it.
// Want: compile_error

package main

func Secret(n int) string {
	return Secret_0(n) + Secret0(n) + a1.Secret(n) + dialogo_answer1.Secret(n) + Right(n)
}
