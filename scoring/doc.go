// Package scoring turns the episodes of a run into metrics with intervals.
//
// # From an episode to a number
//
// An episode becomes an [Outcome]: p(t), whether every case passed at turn t, for
// each turn of the study. An episode that stopped early is carried forward with
// its last verdict. One that stopped because it was solved thus stays at 1, as
// in ConvCodeWorld, where the code that passes is kept; one that stopped because
// the visible cases passed, or for another reason, stays as it was.
//
// From p follow, for episode j of task i:
//
//	s(t)   1 if p(u) = 1 at some u ≤ t: solved by then  → solved@t, recall
//	p(t)   solved in this very turn; can fall           → state@t
//	max(p(t), p(0))                                     → ccw@t
//	1/(1 + first turn with p = 1), 0 if there is none   → mrr
//
// and pass@k@t from all samples of a task, see [PassAtK].
//
// # What is averaged over what
//
// The estimate is the mean over tasks of the mean over the task's scored
// samples. When every task has the same number of samples this is the plain mean
// over episodes. When it has not, because some episodes errored, each task still
// weighs the same: otherwise the tasks whose episodes the service let through
// would count more. A task with no scored episode is left out, and [Row.Tasks]
// says how many were not.
//
// An errored episode says nothing about the model, so it is not scored as wrong;
// nor may it silently vanish. [Row.Errored] counts them, and [Row.Bound] is the
// value that counts each as 0, the least the model could have had.
//
// # Intervals
//
// Samples, turns and mixes of one task share that task's difficulty, so tasks are
// the clusters: the only unit that was drawn independently. The intervals stand on
// the standard error SE of the G task means and on Student's t with G−1 degrees of
// freedom. With fewer than two tasks there is none.
//
// The textbook's mean ± t·SE (Method "t", cut at 0 and 1) was measured first and
// proved too narrow where benchmarks live, near 0 and 1. The default, "wilson", is
// the same standard error and the same t in the form of Wilson (1927): it holds
// every true mean μ from which the observed mean is no further than t standard
// errors, taken at μ instead of at the observed mean. Coverage of a nominal 95%
// interval with one sample a task, computed exactly over the binomial:
//
//	tasks  true rate   ± t·SE          wilson
//	   40  0.3         93.0%           94.4%
//	   40  0.8         91.6%           97.3%
//	   40  0.9         91.4%           94.3%
//	  164  0.95        90.8%           95.3%
//	  164  0.98        87.6%           95.2%
//
// for intervals that are on average at most a fifth wider, and at 0.3 narrower.
// TestExactCoverage holds these numbers.
//
// When all G tasks give one same value v, SE is 0, and an interval of no width
// would claim certainty from, say, 10 of 10. Then what is known is that G draws
// of G gave v, so that at least the share L = (α/2)^(1/G) of all such tasks does
// (the lower limit of Clopper and Pearson 1934), and the rest may have any value
// from 0 to 1: the mean lies in [L·v, L·v + 1 − L]. For v = 1 and v = 0 this is
// the interval of Clopper and Pearson itself; for MRR, where all tasks may be
// solved at turn 1 (v = ½), it holds as well. [Row.Interval] is then "exact".
//
// What holds of equal values does not stop holding when one of them is a hair off,
// but SE is then a hair, too: a pass@5 of 0.99995 over 164 tasks would get an
// interval of no width that one of 1 does not get. The values say little of the
// tasks that were not drawn, a share of 1 − L may be of another kind, and SE does
// not know it. So the default is never narrower than [L·m, L·m + 1 − L] around the
// mean m, into which "exact" passes without a step. Where tasks are right or wrong
// this changes nothing, as Wilson's form is wider. Coverage where pass@5 is near 1
// but for a few tasks, for which it is 0:
//
//	tasks  share of the few   wilson alone   as it is
//	   40  0.01               27.0%          93.8%
//	  164  0.002              23.5%          95.4%
//	  164  0.01               77.4%          97.2%
//
// TestCoverageWhereFewTasksDiffer holds these numbers.
//
// Method "bootstrap" resamples tasks with replacement and takes percentiles. It
// assumes nothing about the shape, but is too narrow near 0 and 1 like "t".
//
// # What the interval is of
//
// It is of the mean over all tasks like these, not of these tasks alone: another
// draw of tasks would move the mean by about so much. Two models on the same
// tasks differ with less uncertainty than their two intervals suggest, because
// the tasks are shared.
package scoring
