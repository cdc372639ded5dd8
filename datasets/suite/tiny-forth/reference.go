package task

import (
	"strconv"
	"strings"
)

func RunForth(program string) ([]int, error) {
	needs := map[string]int{
		"+": 2, "-": 2, "*": 2, "/": 2, "mod": 2,
		"dup": 1, "drop": 1, "swap": 2, "over": 2, "rot": 3,
	}
	var stack []int
	for _, word := range strings.Fields(program) {
		need, known := needs[word]
		if !known {
			n, err := strconv.Atoi(word)
			if err != nil || word[0] == '+' {
				return nil, ErrWord
			}
			stack = append(stack, n)
			continue
		}
		rest := len(stack) - need
		if rest < 0 {
			return nil, ErrStack
		}
		top := stack[len(stack)-1]
		if top == 0 && (word == "/" || word == "mod") {
			return nil, ErrDivide
		}
		stack = append(stack[:rest:rest], forthWord(word, stack[rest:])...)
	}
	return stack, nil
}

// forthWord is what a word pushes for the numbers it takes off. For mod and / the
// last of them is not 0.
func forthWord(word string, args []int) []int {
	a, b := args[0], args[len(args)-1]
	switch word {
	case "+":
		return []int{a + b}
	case "-":
		return []int{a - b}
	case "*":
		return []int{a * b}
	case "/":
		return []int{a / b}
	case "mod":
		return []int{a % b}
	case "dup":
		return []int{a, a}
	case "swap":
		return []int{b, a}
	case "over":
		return []int{a, b, a}
	case "rot":
		return []int{args[1], b, a}
	}
	return nil // drop
}
