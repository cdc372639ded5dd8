package task

import "slices"

func GlobPath(pattern, path string) (bool, error) {
	name := []rune(path)
	// now[i] says whether the pattern so far matches the first i characters.
	now := make([]bool, len(name)+1)
	now[0] = true
	for p := []rune(pattern); len(p) > 0; {
		next := make([]bool, len(name)+1)
		if p[0] == '*' {
			stars := 1
			for stars < len(p) && p[stars] == '*' {
				stars++
			}
			next[0] = now[0]
			for i, c := range name {
				next[i+1] = now[i+1] || next[i] && (stars > 1 || c != '/')
			}
			p = p[stars:]
		} else {
			matches, size, err := globOne(p)
			if err != nil {
				return false, err
			}
			for i, c := range name {
				next[i+1] = now[i] && matches(c)
			}
			p = p[size:]
		}
		now = next
	}
	return now[len(name)], nil
}

// globOne reads the part of a pattern that stands for one character: which ones
// it matches, and its size.
func globOne(p []rune) (matches func(rune) bool, size int, err error) {
	switch p[0] {
	case '?':
		return func(c rune) bool { return c != '/' }, 1, nil
	case '[':
		end := slices.Index(p, ']')
		if end < 0 {
			return nil, 0, ErrPattern
		}
		class := p[1:end]
		not := len(class) > 0 && class[0] == '!'
		if not {
			class = class[1:]
		}
		var ranges [][2]rune
		for i := 0; i < len(class); i++ {
			low, high := class[i], class[i]
			if i+2 < len(class) && class[i+1] == '-' {
				high = class[i+2]
				i += 2
			}
			if low > high {
				return nil, 0, ErrPattern
			}
			ranges = append(ranges, [2]rune{low, high})
		}
		if len(ranges) == 0 {
			return nil, 0, ErrPattern
		}
		return func(c rune) bool {
			in := slices.ContainsFunc(ranges, func(r [2]rune) bool { return r[0] <= c && c <= r[1] })
			return c != '/' && in != not
		}, end + 1, nil
	}
	return func(c rune) bool { return c == p[0] }, 1, nil
}
