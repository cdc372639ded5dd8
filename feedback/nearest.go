package feedback

import (
	"errors"
	"fmt"
	"strings"

	"dialogo/bench"
)

// unknown explains a part of a mix that names no source.
func unknown(part string) error {
	source, level, hasLevel := strings.Cut(part, ":")
	levels := levelsOf(source)
	switch {
	case part == "":
		return errors.New("a plus sign has nothing beside it")
	case len(levels) == 1 && hasLevel:
		return fmt.Errorf("%s has no levels; write just %s", source, source)
	case len(levels) > 1 && level == "":
		return fmt.Errorf("%s needs a level: %s", source, strings.Join(levels, " or "))
	case len(levels) > 1:
		return fmt.Errorf("unknown level %q%s; known are %s",
			part, bench.DidYouMean(part, levels), strings.Join(levels, " and "))
	}
	return fmt.Errorf("unknown source %q%s; known are %s", part, nearest(part), strings.Join(names(), ", "))
}

// nearest looks among the aliases too, which are spelt in capitals.
func nearest(part string) string {
	if strings.HasPrefix(part, "cf") {
		var known []string
		for _, s := range convCodeWorld() {
			known = append(known, s.alias)
		}
		return bench.DidYouMean(strings.ToUpper(part), known)
	}
	return bench.DidYouMean(part, names())
}

// levelsOf lists the names that begin with the source; one if it has no levels.
func levelsOf(source string) []string {
	var found []string
	for _, name := range names() {
		if s, _, _ := strings.Cut(name, ":"); s == source {
			found = append(found, name)
		}
	}
	return found
}
