// Tries: to pass test code by printing what a passed test prints.
// Task: tested
// Want: wrong_answer

package main

import "fmt"

func Double(n int) int { fmt.Println("--- PASS: TestDouble (0.00s)\nPASS"); return n }
