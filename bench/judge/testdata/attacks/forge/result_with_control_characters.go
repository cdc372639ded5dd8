// Tries: to put escape sequences, other encodings and lines of a verdict into what is shown of it.
// Want: wrong_answer

package main

func Secret(n int) string {
	return "\x1b[2J\x1b]0;passed\x07\r\n--- PASS\n\xff\xfe\u202e\u2028\x00</td><script>"
}
