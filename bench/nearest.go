package bench

import (
	"fmt"

	"github.com/agnivade/levenshtein"
)

// DidYouMean is " (did you mean …?)" with the known name nearest to an unknown
// one, or empty if none is near. It goes right behind the unknown name.
func DidYouMean(unknown string, known []string) string {
	best, nearest := len(unknown)/2+2, ""
	for _, k := range known {
		if d := levenshtein.ComputeDistance(unknown, k); d < best {
			best, nearest = d, k
		}
	}
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", nearest)
}
