package task

import (
	"cmp"
	"slices"
)

func LeagueTable(matches []Match) []Row {
	rows := make(map[string]Row)
	for _, m := range matches {
		rows[m.Home] = playedRow(rows[m.Home], m.Home, m.HomeGoals, m.AwayGoals)
		rows[m.Away] = playedRow(rows[m.Away], m.Away, m.AwayGoals, m.HomeGoals)
	}
	var table []Row
	for _, r := range rows {
		table = append(table, r)
	}
	slices.SortFunc(table, func(a, b Row) int {
		return cmp.Or(-cmp.Compare(a.Points, b.Points), -cmp.Compare(a.Diff, b.Diff),
			-cmp.Compare(a.Goals, b.Goals), cmp.Compare(a.Team, b.Team))
	})
	for i := range table {
		table[i].Rank = i + 1
		if i > 0 {
			p, r := table[i-1], table[i]
			if p.Points == r.Points && p.Diff == r.Diff && p.Goals == r.Goals {
				table[i].Rank = p.Rank
			}
		}
	}
	return table
}

// playedRow is r after one more match of the team.
func playedRow(r Row, team string, scored, conceded int) Row {
	r.Team = team
	switch {
	case scored > conceded:
		r.Points += 3
	case scored == conceded:
		r.Points++
	}
	r.Diff += scored - conceded
	r.Goals += scored
	return r
}
