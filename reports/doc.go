// Package reports writes what a run found: a table for the terminal, tables for
// analysis in Parquet and CSV, and a single HTML page. It reads a [bench.Record]
// and the rows of [scoring.Score], and computes no metric of its own.
//
// Everything here can be made again at will from the run folder, so nothing here
// is ever the only place of a fact. And everything says what is simulated, what
// errored, and which tasks ran their tests beside the answer.
//
// # The terminal table
//
// [Table] prints one line a model and mix, as benchstat does, and under it the
// conditions under which the numbers hold. [TableJSON] gives all metrics to
// machines.
//
// # The result tables
//
// [WriteResults] writes five tables, each as results/NAME.parquet and
// results/NAME.csv:
//
//	episodes  one row an episode
//	turns     one row a turn of an episode
//	cases     one row a case of a turn
//	calls     one row a distinct model call, however many episodes share it
//	metrics   one row a [scoring.Row]
//
// The rows are in plan order: by task, sample, model, mix; calls in order of their
// first use. Both files have the same rows. The CSV leaves out two kinds of
// columns: those that differ from run to run (durations, attempts, messages of
// failures), so that the same seed gives the same bytes, and those that hold code
// or long text. Parquet has all. Where a call is shared, its task, turn and model
// are those of its first use in plan order, not those of the episode that
// happened to ask first, for the same reason.
//
// Absent is null, never 0 and never an empty text: NULL in Parquet, an empty field
// in CSV. Unknown token counts, the first solved turn of what was never solved and
// undefined metrics are absent. Every file is written beside its place, synced and
// renamed once all are complete, so that a failure leaves the earlier ones whole.
//
// The Parquet files carry the version of their columns as key-value metadata
// "dialogo.schema" ([ResultsSchema]), and are compressed with zstd.
//
// # Verdicts on existing answers
//
// [WriteVerdicts] writes what the judge found of answers that came from elsewhere:
// verdicts.jsonl, a line an answer in the order of their file; verdicts and cases as
// Parquet; verdicts as CSV, with the reason where an answer could not be judged, and
// without code, diagnostics and figures of time and memory; and a [VerdictSummary], which
// has pass@k. For the same answers, judge and limits the CSV is the same bytes, as is the
// summary but for its Session; reasons of what failed are the system's words.
//
// # CSV that is safe to open
//
// CSV is UTF-8 with LF line ends, quoted as RFC 4180 says, with floats of full
// precision. A spreadsheet takes a cell that starts with =, +, -, @, a tab or a
// line end for a formula, quoted or not, and a formula can run programs or send
// data away. Numbers we write ourselves; but labels, task IDs and a service's
// finish reason are other people's text. A text that starts so is written with an
// apostrophe before it, as is a text that starts with an apostrophe: the rule can
// be undone without loss by dropping one leading apostrophe. Names that need it
// are rare, and Parquet has every text as it is. Messages, replies and code, where
// such text would be common, are not in the CSV at all.
//
// # The page
//
// [WriteHTML] writes one file that loads nothing. Text of models and datasets
// enters it only escaped.
package reports
