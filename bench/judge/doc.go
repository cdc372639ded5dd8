// Package judge compiles an answer and runs a task's cases on it.
//
// # Why not go test
//
// Peers run "go test" for each answer. That is slow, and it can be forged: an
// answer with func init() { os.Exit(0) } makes go test say ok. Here the expected
// values never enter the answer's process, so that code which does not compute
// the right value cannot pass, whatever it prints and however it exits.
//
// # Three programs
//
// The answer's program consists of the answer (or several, see below), compiled as
// package main; a bridge file, which binds the entry function to the type the task
// asks for; the cases, a package of functions that each make one call; and the
// driver, which makes the calls it is told to and sends back what they returned,
// encoded with types.
//
// The oracle is built from the task alone. It evaluates the wanted values once,
// sends them in the same encoding, and calls the task's Checker if there is one.
//
// This process builds both, asks one case at a time under a random id, decodes the
// replies strictly, and compares in plain Go ([bench.Compare] has the rules). Both
// programs, as well as the compiler and the linker, run in a sandbox, see
// dialogo/bench/judge/sandbox.
//
// # Built together
//
// Of what judging an answer costs, linking is most, and to link many costs little
// more than to link one. So answers that come at the same time are built together, as
// inference servers do (micro-batching): an answer waits up to [gatherTime] for
// others, not at all if nobody else is being judged, and longer only while all
// processors run answers that are built already. [answer.manner] decides how:
//
//   - merged: compiled in one package with others. Package-level names get a suffix
//     nobody can guess, so that no answer reaches another's. Only functions and
//     constants are renamed; the names of types show in results.
//   - apart: compiled as a package of its own, and linked with the others: with types,
//     or variables whose initialisation does nothing that others could notice.
//   - alone: a program of its own: whatever does work before it is called, imports a
//     package that does or that tells where code lies, declares generic types or large
//     arrays, is out of the ordinary, or could read its process's memory (unsafe, most
//     of reflect, goroutines, by a data race). Also all answers to a task whose own code
//     does work before it is called.
//
// One process runs one answer of such a program, in a sandbox of its own. None of this
// shows in the verdict of an answer that does not look for it. What the compiler
// complains about in company is compiled alone, for its own words about it. Whatever
// dies in company (exits, deadlocks, runs out of time, memory or stack) is built and run
// again alone before that is believed, and so is what fails with words that company may
// have changed: a path of a package, an address. In company the limits of time and stack
// are tighter, by [glance]. So an answer that looks for it can still tell: by such words
// (%p of a function, %T of an iter.Seq of its type, the message about a nil pointer's
// method), or by when its stack overflows. It may then do something else, and gains
// nothing by it.
//
// If a compiler or linker dies over a batch, its answers are built one by one. The
// design foresaw a type check in this process, go/types, before the compiler; the
// compiler itself does it, in its sandbox, on the whole batch at once (gc -e): tiny
// sources exist that make a type checker use all memory.
//
// The oracles of tasks that come together are linked together, too, never with an
// answer, and alone where the task's code does work before it is called.
//
// # What counts as what
//
//   - A case has Limits.Case of processor time, however busy the machine is, or
//     Limits.CaseFactor times what the reference takes in it on this machine, if that
//     is more. It is also over when it was blocked, neither running nor waiting for a
//     processor, for five times that, or the answer was for ten times that in all its
//     cases together. The reference's time is measured when first an answer runs out of
//     Limits.Case.
//   - What has used up its time but fills memory or its stack may go on for three times
//     that, so that it dies of what it is going to die of: how fast it comes to that is
//     up to the machine. If it returns, it is a timeout nevertheless.
//   - That an answer ran out of time is believed only when it does so again, in a
//     program of its own and with nothing else of ours running on the machine. The
//     second run is the one that counts.
//   - The death of the process (os.Exit, a fatal error, a panic in another
//     goroutine) is the failure of the case at hand; the others run in a new
//     process. After three deaths, and after a timeout, a stack overflow or a lack of
//     memory at once, the cases left are not run.
//   - A reply that is malformed, forged or one too many is a runtime error.
//   - State an answer keeps in package variables lives on from case to case.
//   - Results above Limits.OutputKB are a wrong answer. What counts is the data: the
//     length of strings, byte slices and error texts, 8 bytes a float, 1 to 10 bytes
//     an integer by its size. Four times that is the limit on all of the encoding,
//     in which types and field names are.
//   - What an answer prints decides nothing. It is read and dropped, but for the
//     last words of a program that died, so that how much of it was read when a
//     reply came makes no difference. Endless output ends as any endless loop does.
//   - The limit on memory is on what the Go runtime asks of the system. A stack may
//     take a quarter of it, so that endless recursion is found out as what it is.
//   - A checker that panics on results, or dies or runs out of time or memory over
//     them, has not found them right: a wrong answer. That it can take every right
//     answer shows when the reference is judged.
//   - Errors are observed in the answer's process: their text, and which sentinels
//     errors.Is finds. One that also matches an error nobody can know matches none.
//   - A fault of the task (a case that does not compile, a wanted value that
//     panics) is a [bench.UsageError]; a fault of ours (a full disk, no process to
//     be had) is another error. Neither is a verdict.
//
// # The answer's code
//
// It may have any package clause or none, and a main function, which is not run.
// It has at most 1 MiB. What is done with it in this process, before the compiler
// gets it in its sandbox, is to parse it, which takes time in proportion to its
// length, and to compare declarations of given names, up to [maxRepeat].
//
// What it may import is the public standard library, unsafe included: nothing in
// its process is trusted anyway. Of the machine's files it sees Go's own of time zones,
// and no other. Refused are cgo, go:embed and go:linkname. It may
// repeat given declarations: identical types, and constants, variables and methods
// of the same tokens, are taken for the given ones; of helper functions its own are
// used. A declaration that is repeated twice is left to the compiler to refuse.
//
// An answer that declares methods of given types has the given declarations
// compiled into its own package; its results then go by the same type names as
// ever. This is not done for tasks with test code, which is bound to the given
// declarations. Diagnostics are gc's own words at the answer's own lines and columns.
//
// A given variable is copied into the answer's package: assigning to it does not
// reach the given functions.
//
// # Test code
//
// Tests of a dataset that are no cases run beside the answer, with stand-ins for
// testing and testify's assert that report each completed check under a nonce. A
// pass needs every check, and as many as the reference completes. The test is a
// package of its own, which calls the answer's entry function and the task's own
// given functions: what else the answer declares is not seen by it.
//
// This keeps out answers that are merely wrong, exit early or print what a test
// prints. It does not keep out one that means to cheat: it shares the process, so it
// can read the requests, and with them the nonce, from descriptor 3 and write the
// replies of a passed test to descriptor 4, or change the test's memory. Hence such
// verdicts are marked [bench.TrustInProcess].
package judge
