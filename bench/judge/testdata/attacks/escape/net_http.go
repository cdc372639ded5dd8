// Tries: to fetch a page, with a proxy from the environment if there is one.
// Want: wrong_answer
// Says: "held"

package main

import "net/http"

func Secret(n int) string {
	r, err := http.Get("http://example.com/")
	if err == nil {
		return "fetched " + r.Status
	}
	return "held"
}
