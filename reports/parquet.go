package reports

import (
	"io"
	"iter"
	"reflect"
	"strings"

	"github.com/parquet-go/parquet-go"
)

const (
	// rowGroup bounds the rows a reader must hold at once; code and messages make
	// some of them large.
	rowGroup = 1 << 15
	// rowGroupText bounds the bytes of text in a row group, give or take a row.
	rowGroupText = 16 << 20
	// parquetBatch is how many rows are handed over at a time.
	parquetBatch = 512
)

// writeParquet writes rows, structs with parquet tags, as a Parquet file.
func writeParquet[R any](w io.Writer, name string, rows iter.Seq[R]) error {
	options := append(withoutStatistics(reflect.TypeFor[R]()),
		parquet.Compression(&parquet.Zstd),
		parquet.MaxRowsPerRowGroup(rowGroup),
		parquet.KeyValueMetadata("dialogo.schema", ResultsSchema),
		parquet.KeyValueMetadata("dialogo.table", name),
	)
	pw := parquet.NewGenericWriter[R](w, options...)
	batch := make([]R, 0, parquetBatch)
	flush := func() error {
		_, err := pw.Write(batch)
		batch = batch[:0]
		return err
	}
	text := 0
	for row := range rows {
		text += makeUTF8(&row)
		batch = append(batch, row)
		full := text >= rowGroupText
		if full || len(batch) == parquetBatch {
			if err := flush(); err != nil {
				return err
			}
		}
		if full {
			if err := pw.Flush(); err != nil {
				return err
			}
			text = 0
		}
	}
	if err := flush(); err != nil {
		return err
	}
	return pw.Close()
}

// withoutStatistics leaves out of the pages of free text their least and greatest text:
// no reader finds anything by them, and they would repeat two whole programs a page. The
// footer has them still, once a row group: parquet.SkipPageBounds would leave empty ones
// in the page index, by which a reader that goes by it would miss rows.
func withoutStatistics(row reflect.Type) []parquet.WriterOption {
	var options []parquet.WriterOption
	for _, f := range columnFields(row) {
		name, kind, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		if f.Type.Kind() == reflect.String && !strings.Contains(kind, "dict") {
			options = append(options, parquet.SkipPageStatistics(name))
		}
	}
	return options
}

// makeUTF8 replaces what is not UTF-8 in the texts of a row: Parquet's strings
// are UTF-8 by definition, and readers refuse others. It returns the texts' bytes.
func makeUTF8(row any) (size int) {
	v := reflect.ValueOf(row).Elem()
	for _, f := range columnFields(v.Type()) {
		if field := v.FieldByIndex(f.Index); field.Kind() == reflect.String {
			field.SetString(validText(field.String()))
			size += field.Len()
		}
	}
	return size
}

func validText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// columnFields are the fields of a row that are columns: those with a parquet tag,
// embedded ones in place.
func columnFields(row reflect.Type) []reflect.StructField {
	var fields []reflect.StructField
	for _, f := range reflect.VisibleFields(row) {
		if !f.Anonymous && f.Tag.Get("parquet") != "" {
			fields = append(fields, f)
		}
	}
	return fields
}
