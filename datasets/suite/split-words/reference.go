package task

func SplitWords(line string) ([]string, error) {
	var words []string
	var word []byte
	inWord := false
	quote := byte(0) // the quote that is open; 0 is none
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == '\'':
			word = append(word, c)
		case quote == '"':
			if c == '\\' && i+1 < len(line) && (line[i+1] == '"' || line[i+1] == '\\') {
				i++
			}
			word = append(word, line[i])
		case c == ' ' || c == '\t':
			if inWord {
				words = append(words, string(word))
			}
			word, inWord = nil, false
		case c == '\'' || c == '"':
			quote, inWord = c, true
		default:
			if c == '\\' {
				i++
				if i == len(line) {
					return nil, ErrEscape
				}
			}
			word, inWord = append(word, line[i]), true
		}
	}
	if quote != 0 {
		return nil, ErrQuote
	}
	if inWord {
		words = append(words, string(word))
	}
	return words, nil
}
