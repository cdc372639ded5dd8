// Tries: to return values that contain themselves, by pointer, slice, map and interface.
// Task: value
// Want: wrong_answer

package main

type ring struct{ next *ring }

func Value(n int) any {
	r := &ring{}
	r.next = r
	s := []any{nil, 1}
	s[0] = s
	m := map[string]any{}
	m["m"] = m
	var i any
	i = &i
	return []any{r, s, m, i}
}
