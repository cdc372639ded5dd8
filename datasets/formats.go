package datasets

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"dialogo/bench"
)

// unknownRecord says that a record is in none of the known formats.
type unknownRecord struct{ message string }

// Error implements error.
func (e *unknownRecord) Error() string { return e.message }

// recordKeys are the keys by which a format is known.
func recordKeys(format string) []string {
	switch format {
	case formatDialogo:
		return []string{"id", "prompt", "entry", "signature"}
	case formatPack:
		return []string{"task_id", "prompt", "declaration", "canonical_solution", "test", "instruction", "entry_point", "buggy_solution"}
	}
	return []string{"task_id", "prompt", "declaration", "canonical_solution", "test"}
}

// recordFormats are the formats of records, the more demanding of two first.
func recordFormats() []string { return []string{formatDialogo, formatPack, formatX} }

// recordFormat tells the format from a record's keys. A format that was asked for
// must have its keys, too.
func recordFormat(keys []string, asked string) (string, error) {
	switch {
	case asked == formatFolder:
		return "", &unknownRecord{"format \"folder\" needs a folder, and this is a record"}
	case asked != "":
		if missing := lacking(keys, asked); len(missing) > 0 {
			return "", &unknownRecord{fmt.Sprintf("a record of format %s must have %s; this one has the keys %s",
				asked, strings.Join(missing, ", "), list(keys))}
		}
		return asked, nil
	}
	nearest, best := "", 0
	for _, f := range recordFormats() {
		missing := lacking(keys, f)
		if len(missing) == 0 {
			return f, nil
		}
		// The share that is there counts: three of five are nearer than three of eight.
		if have := 100 * (len(recordKeys(f)) - len(missing)) / len(recordKeys(f)); nearest == "" || have > best {
			nearest, best = f, have
		}
	}
	return "", &unknownRecord{fmt.Sprintf("unknown kind of record with the keys %s; the nearest format is %s, which would also need %s",
		list(keys), nearest, strings.Join(lacking(keys, nearest), ", "))}
}

// lacking are the keys of a format that a record does not have.
func lacking(keys []string, format string) []string {
	return slices.DeleteFunc(recordKeys(format), func(k string) bool { return slices.Contains(keys, k) })
}

// list writes keys for a message, not more than fit.
func list(keys []string) string {
	const most = 16
	if len(keys) == 0 {
		return "(none)"
	}
	text := fmt.Sprintf("%.60q", keys[:min(len(keys), most)])
	if len(keys) > most {
		return text + " and more"
	}
	return text
}

// taskKeys are the JSON names of bench.Task's fields.
func taskKeys() []string {
	var keys []string
	for f := range reflect.TypeFor[bench.Task]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		keys = append(keys, name)
	}
	return keys
}
