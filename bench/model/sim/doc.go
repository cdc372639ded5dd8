// Package sim has simulated models: students who answer tasks, and a critic who
// writes verbal feedback. They need no key, no network and no money, answer alike
// every time, and are labelled simulated wherever their answers go.
//
// They are not meant to resemble any real model. A student is an instrument: a
// model whose true scores can be computed, so that the harness around it can be
// tested against known truth, and a demonstration that runs on any machine.
//
// # The calibrated student
//
// From each task's reference a small catalogue of bugs is made by changing its
// syntax tree: at most two that do not compile (a misspelt name, a missing
// import), at most four that compile and answer wrongly (a shifted comparison, a
// constant off by one, a lost guard), rarely an endless loop. A student's answer
// is always in one of the task's states: one compile bug or none, times one
// semantic bug or none.
//
// At turn 0, and after a fresh start, the state is drawn from [Params]. At every
// later turn the student looks at what a model can look at, the conversation: it
// finds its previous code there, and in the last message the evidence ([Evidence])
// that the feedback gives: a diagnostic, failing cases, a reviewer's hint that
// names a line, or nothing but "try again". With a probability that grows with the
// evidence it repairs the bug it is working on; a compile bug comes first, since
// it masks the other. If it fails it mostly repeats itself, and seldom trades its
// semantic bug for another one.
//
// # No hidden knowledge
//
// A student never asks the judge and keeps nothing between calls. Its reply is a
// pure function of the conversation, the task's reference, its name and
// parameters, and the call's coordinates (seed, draw, turn).
//
// # Common random numbers
//
// The number drawn for a decision is a hash of seed, model, task, draw and turn,
// not of the text. Under two mixes of one study a student therefore has the same
// luck. Where one mix shows all that the other shows and more, the answer in the
// same draw is at every turn as good or better: a repair that succeeds with less
// evidence succeeds with more. Differences between mixes come from feedback alone.
//
// # Truth
//
// The states of all tasks under a mix are a Markov chain of at most 15 states a
// task, so expected Recall, MRR and solved@t can be computed exactly; see
// [Student.Truth].
package sim
