// Tries: to change the error that is wanted into the one it returns.
// Task: find
// Want: wrong_answer
// Case: h1 wrong_answer

package main

import "errors"

func init()                     { ErrSecret = errors.New("mine"); ErrOther = ErrSecret }
func Find(n int) (Point, error) { return Point{}, ErrOther }
