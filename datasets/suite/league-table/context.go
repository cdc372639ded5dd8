package task

// Match is one match and its result.
type Match struct {
	Home, Away           string
	HomeGoals, AwayGoals int
}

// Row is one line of the league table.
type Row struct {
	Rank   int
	Team   string
	Points int
	Diff   int
	Goals  int
}
