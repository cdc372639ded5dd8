package datasets_test

import (
	"fmt"

	"dialogo/bench"
	"dialogo/datasets"
)

func ExampleLoad() {
	set, err := datasets.Load("testdata/folder", datasets.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	easy, err := datasets.Select(set.Tasks, bench.TaskFilter{Difficulty: []string{"easy"}})
	for _, t := range easy {
		fmt.Println(t.ID, t.Signature, len(t.Cases), "cases")
	}
	fmt.Println(err)
	// Output:
	// halve func Halve(x int) (int, error) 6 cases
	// <nil>
}

func ExampleLoad_unknown() {
	_, err := datasets.Load("testdata/foldr", datasets.Options{})
	fmt.Println(err)
	// Output: no dataset "testdata/foldr": there is no such file or folder (did you mean "testdata/folder"?)
}
