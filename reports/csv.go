package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"
	"strings"
)

// writeCSV writes rows as CSV: the columns of the Parquet file but for those
// tagged csv:"-". See the package comment for the form.
func writeCSV[R any](w io.Writer, rows iter.Seq[R]) error {
	var fields []reflect.StructField
	var line []string
	for _, f := range columnFields(reflect.TypeFor[R]()) {
		if f.Tag.Get("csv") != "-" {
			name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
			fields, line = append(fields, f), append(line, name)
		}
	}
	cw := csv.NewWriter(w)
	if err := cw.Write(line); err != nil {
		return err
	}
	for row := range rows {
		v := reflect.ValueOf(row)
		for i, f := range fields {
			line[i] = csvCell(v.FieldByIndex(f.Index))
		}
		if err := cw.Write(line); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// csvCell writes one value; null is empty.
func csvCell(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return csvCell(v.Elem())
	case reflect.String:
		return csvText(validText(v.String()))
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
	panic(fmt.Sprintf("reports: a column of type %s", v.Type())) // a new row type with a new kind of field
}

// csvText keeps a spreadsheet from taking a text for a formula, by an apostrophe
// before it. A text that starts with an apostrophe gets one too, so that dropping
// one leading apostrophe always gives the text back. The last four are the
// fullwidth forms of the signs, which some spreadsheets take for them.
func csvText(s string) string {
	for _, start := range []string{"'", "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, start) {
			return "'" + s
		}
	}
	return s
}
