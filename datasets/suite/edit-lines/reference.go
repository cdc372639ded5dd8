package task

func EditLines(old, new []string) []string {
	// edits[i][j] is the fewest edits that turn old[i:] into new[j:].
	edits := make([][]int, len(old)+1)
	for i := len(old); i >= 0; i-- {
		edits[i] = make([]int, len(new)+1)
		for j := len(new); j >= 0; j-- {
			switch {
			case i == len(old):
				edits[i][j] = len(new) - j
			case j == len(new):
				edits[i][j] = len(old) - i
			case old[i] == new[j]:
				edits[i][j] = edits[i+1][j+1]
			default:
				edits[i][j] = 1 + min(edits[i+1][j], edits[i][j+1])
			}
		}
	}
	var script []string
	i, j := 0, 0
	for i < len(old) || j < len(new) {
		switch {
		case i < len(old) && j < len(new) && old[i] == new[j]:
			script = append(script, "="+old[i])
			i++
			j++
		case j == len(new) || i < len(old) && edits[i+1][j] <= edits[i][j+1]:
			script = append(script, "-"+old[i])
			i++
		default:
			script = append(script, "+"+new[j])
			j++
		}
	}
	return script
}
