// Tries: to declare the names the judge's own files use.
// Want: wrong_answer compile_error
// Varies: which names those are changes with the judge.

package main

type dialogo_driver struct{}

var dialogo_cases, dialogo_answer0, dialogo_f0 = 1, 2, 3

func dialogo_Calls()             {}
func dialogo_Sentinels() []error { return nil }
func Dialogo_Oracle()            {}
func Secret(n int) string        { return "" }
