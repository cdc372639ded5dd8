// Tries: to have addresses show in results, which differ from run to run.
// Want: wrong_answer
// Varies: addresses.

package main

import "fmt"

func Secret(n int) string { x := n; return fmt.Sprintf("%p %p", &x, Secret) }
