// Tries: to replace len, panic, recover, append, make and new for code compiled with it.
// Want: wrong_answer

package main

func len(...any) int       { return 0 }
func panic(...any)         {}
func recover() any         { return 1 }
func append(...any) []byte { return nil }
func make(...any) []byte   { return nil }
func new(...any) *int      { return nil }
func Secret(n int) string  { return "" }
