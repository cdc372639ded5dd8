// Package feedback writes what a model is told after a wrong answer.
//
// # Sources and mixes
//
// A [bench.Source] writes one kind of feedback at one level. A mix is a set of
// them, written with plus signs, e.g. compile+exec:full+verbal:expert, and read by
// [Parse] into a [Notation]. The sources:
//
//   - compile: the compiler's diagnostics, or that the code compiles.
//   - exec:partial, exec:full: the failing visible cases, or all failing cases,
//     each with the call, what was expected and what came instead.
//   - verbal:novice, verbal:expert: the words of a critic, itself a model. The
//     novice knows only what compile and exec show in the same mix. The expert
//     also has the reference solution, and is told not to give it away.
//   - retry: one constant sentence without content, the control for "any reply
//     at all helps" (the method of UFO, "try again").
//   - resample: nothing is said and the model starts afresh, the control for
//     "another attempt helps". It stands alone: there is no history to add to.
//
// The levels are ConvCodeWorld's (Han et al., ICLR 2025), so that results can be
// laid beside that paper's; its names, such as CF_EF_UNIT_SNF, are accepted, and
// [Preset] gives its nine settings.
//
// # Text is a function of the verdict
//
// The judge runs all cases once. compile and exec render that one
// [bench.Verdict]; whatever a mix shows, nothing is executed again and nothing
// else is measured. The same verdict gives the same bytes, because the text is
// part of the next request: only then can arms share calls and a run be repeated.
// The wording is versioned ([Version]); a change of wording is a change of the
// experiment.
//
// # What is kept from the model
//
// exec:partial says nothing about hidden cases, not even that one failed. It says
// that hidden tests exist where they do, so that "the visible tests pass" is not
// read as "done". Case notes are for people and are never shown: they name the
// very idea a model should find.
//
// # Budget
//
// ConvCodeWorld cuts execution feedback of 8,000 characters or more to its first
// five lines (at most 2,000 characters) and its last five (at most 4,000). Its
// lines are traceback lines; ours carry a whole call each. So the same limits are
// kept, but as many whole lines as fit are: from 8,000 characters on, a text keeps
// the lines that fit in its first 2,000 and last 4,000 characters, with a line
// between them that counts what is missing. Before that, each single value (an
// argument list, a result, a message) longer than 600 characters keeps its first
// 400 and last 150, so that one huge slice does not hide the other cases. One
// rule serves all sources. Characters are Unicode code points.
//
// Text that comes from an answer (results, panics, a critic's words) is untrusted:
// control characters, invisible characters and broken UTF-8 are written as Go
// escapes, and continuation lines are indented, so that a panic message cannot
// pose as a heading of the conversation.
package feedback
