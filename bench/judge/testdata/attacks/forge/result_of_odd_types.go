// Tries: to return channels, functions, unsafe pointers and types named to look like others.
// Task: value
// Want: wrong_answer

package main

import "unsafe"

type string int

func Value(n int) any {
	type error struct{ uintptr }
	return []any{make(chan int), func() {}, unsafe.Pointer(new(int)), string(1), error{7}, struct{ _ int }{}, [0]int{}, complex(1, 2)}
}
