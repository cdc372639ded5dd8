// Package bench is the heart of dialogo: its vocabulary, the plan, the runner and
// the run folder.
//
// # One episode, read downwards
//
// A [Task] is a programming problem. A [Model] answers it; the answer is the
// conversation's first [Turn], turn 0. The answer's code is extracted ([Extract]),
// compiled and executed by a [Judge], whose finding is a [Verdict]. Unless the
// stop rule ends the [Episode] there, each [Source] of the [Mix] writes
// [Feedback] from that verdict, the feedback is appended to the [Conversation],
// and the model answers again: turn 1, turn 2, and so on.
//
// A [Study] says which models × mixes × tasks × samples to run. [Plan] turns it
// into an ordered list of [Key], one an episode. A [Runner] carries the plan out
// and appends each finished episode to a [Run], a folder. Scores, tables and
// reports are always recomputed from that folder.
//
// # Three failures stay apart
//
//   - The program was wrong: that is a [Verdict] with a [Status], and it is scored.
//   - The harness, or the service behind a model, failed: that is [Episode.Error].
//     Such an episode is never scored as wrong; it is counted beside the score.
//   - The caller erred (a study that cannot work): that is a Go error, found
//     before the first call is made. It is a [*UsageError] and ends in exit code 2.
//
// # Imports
//
// Every other package of the module may import bench; bench imports none of them.
// The interfaces here are the ones the [Runner] calls.
package bench
