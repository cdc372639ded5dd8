package task

// Source reports readings by calling emit, once for each.
type Source func(emit func(name string, n int))

// Tally sums up the readings of one name.
type Tally struct {
	Count int // how many there were
	Value int // all of them combined
}
