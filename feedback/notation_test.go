package feedback_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/feedback"
)

func ExampleParse() {
	n, err := feedback.Parse("verbal:expert + exec:full + compile")
	fmt.Println(n, err)
	n, err = feedback.Parse("CF_EF_UNIT_SNF")
	fmt.Println(n, err)
	_, err = feedback.Parse("compile+exec:fulll")
	fmt.Println(err)
	// Output:
	// compile+exec:full+verbal:expert <nil>
	// compile+exec:partial+verbal:novice <nil>
	// mix "compile+exec:fulll": unknown level "exec:fulll" (did you mean "exec:full"?); known are exec:partial and exec:full
}

func TestParseMakesTheCanonicalForm(t *testing.T) {
	for in, want := range map[string]string{
		"compile":           "compile",
		"exec:full+compile": "compile+exec:full",
		"retry + verbal:novice+exec:partial + compile": "compile+exec:partial+verbal:novice+retry",
		" Resample ":     "resample",
		"CF":             "compile",
		"CF_EF_UNIT":     "compile+exec:partial",
		"CF_EF_FULL":     "compile+exec:full",
		"CF_SNF":         "compile+verbal:novice",
		"CF_EF_UNIT_SNF": "compile+exec:partial+verbal:novice",
		"CF_EF_FULL_SNF": "compile+exec:full+verbal:novice",
		"CF_SEF":         "compile+verbal:expert",
		"CF_EF_UNIT_SEF": "compile+exec:partial+verbal:expert",
		"cf_ef_full_sef": "compile+exec:full+verbal:expert",
	} {
		n, err := feedback.Parse(in)
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
		} else if n.String() != want {
			t.Errorf("Parse(%q) = %q, want %q", in, n, want)
		}
	}
}

func TestParseErrorsSayWhatToWrite(t *testing.T) {
	for in, hint := range map[string]string{
		"":                            "empty mix",
		"   ":                         "empty mix",
		"compile+":                    "nothing beside it",
		"+":                           "nothing beside it",
		"compil":                      `did you mean "compile"`,
		"exec":                        "exec needs a level: exec:partial or exec:full",
		"verbal:":                     "verbal needs a level: verbal:novice or verbal:expert",
		"verbal:exprt":                `did you mean "verbal:expert"`,
		"compile:full":                "compile has no levels; write just compile",
		"retry:":                      "retry has no levels",
		"compile+compile":             "compile is named twice",
		"exec:full+exec:full":         "exec:full is named twice",
		"exec:full+exec:partial":      "exec at two levels",
		"verbal:novice+verbal:expert": "verbal at two levels",
		"resample+compile":            "cannot be combined",
		"retry+resample":              "cannot be combined",
		"CF_EF_UNI":                   `did you mean "CF_EF_UNIT"`,
		"CF+retry":                    "unknown source",
		"zzzzzzzzzzzzzz":              "known are compile, exec:partial",
	} {
		n, err := feedback.Parse(in)
		var usage *bench.UsageError
		if !errors.As(err, &usage) {
			t.Errorf("Parse(%q) = %v, %v; want a usage error", in, n, err)
		} else if !strings.Contains(err.Error(), hint) {
			t.Errorf("Parse(%q): %q does not say %q", in, err, hint)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"compile", "CF_EF_FULL_SEF", "exec:full+compile+retry", "resample", "verbal:", "a+b", "compile+\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := feedback.Parse(s)
		if err != nil {
			var usage *bench.UsageError
			if !errors.As(err, &usage) {
				t.Fatalf("Parse(%q): %v is no usage error", s, err)
			}
			return
		}
		again, err := feedback.Parse(n.String())
		if err != nil || again != n {
			t.Fatalf("Parse(%q) = %q, which parses to %q, %v", s, n, again, err)
		}
	})
}

func TestPresetConvCodeWorldHasItsNineSettings(t *testing.T) {
	mixes, err := feedback.Preset("convcodeworld")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, verbal := range []string{"", "+verbal:novice", "+verbal:expert"} {
		for _, exec := range []string{"", "+exec:partial", "+exec:full"} {
			want = append(want, "compile"+exec+verbal)
		}
	}
	if !slices.Equal(mixes, want) {
		t.Errorf("mixes\n%v\nwant\n%v", mixes, want)
	}
	for _, m := range mixes {
		if n, err := feedback.Parse(m); err != nil || n.String() != m {
			t.Errorf("%q is not canonical: %q, %v", m, n, err)
		}
	}
	if got := feedback.Presets(); !slices.Contains(got, "convcodeworld") {
		t.Errorf("Presets() = %v", got)
	}
	if _, err := feedback.Preset("convcodworld"); err == nil || !strings.Contains(err.Error(), `"convcodeworld"`) {
		t.Errorf("unknown preset: %v", err)
	}
}

func TestMixNeedsItsCritic(t *testing.T) {
	n, err := feedback.Parse("compile+verbal:expert")
	if err != nil {
		t.Fatal(err)
	}
	var usage *bench.UsageError
	if _, err := n.Mix(nil); !n.NeedsCritic() || !errors.As(err, &usage) {
		t.Errorf("Mix(nil) of %s: %v", n, err)
	}
	if _, err := (feedback.Notation{}).Mix(nil); !errors.As(err, &usage) {
		t.Errorf("Mix of nothing: %v", err)
	}
	m, err := n.Mix(says("x"))
	if err != nil || m.Notation != "compile+verbal:expert" || len(m.Sources) != 2 {
		t.Errorf("Mix = %+v, %v", m, err)
	}
}

func TestCheckNamesTheTasksThatCannotBeUsed(t *testing.T) {
	bare := func(id string) bench.Task { return bench.Task{ID: id} }
	full := bench.Task{ID: "ok", Reference: "func F() {}", Cases: []bench.Case{{ID: "v1", Visible: true}, {ID: "h1"}}}
	hidden := bench.Task{ID: "hid", Reference: "func F() {}", Cases: []bench.Case{{ID: "h1"}}}
	six := []bench.Task{bare("a"), bare("b"), bare("c"), bare("d"), bare("e"), bare("f"), full}
	tests := []struct {
		mix   string
		tasks []bench.Task
		says  []string // nil: fine
	}{
		{"compile+exec:full+verbal:novice+retry", six, nil},
		{"resample", six, nil},
		{"compile+verbal:expert", []bench.Task{full, hidden}, nil},
		{"compile+exec:partial", []bench.Task{full}, nil},
		{"compile+verbal:expert", []bench.Task{full, bare("a")}, []string{`task "a"`}},
		{"compile+verbal:expert", six, []string{`"a", "b", "c", "d", "e" and 1 more`}},
		{"exec:partial", []bench.Task{full, hidden}, []string{`task "hid"`}},
		{"verbal:novice", []bench.Task{full}, []string{"add one of them"}},
		{"retry+verbal:novice", []bench.Task{full}, []string{"add one of them"}},
	}
	for _, tt := range tests {
		n, err := feedback.Parse(tt.mix)
		if err != nil {
			t.Fatal(err)
		}
		err = n.Check(tt.tasks)
		var usage *bench.UsageError
		if tt.says == nil {
			if err != nil {
				t.Errorf("%s: %v", tt.mix, err)
			}
			continue
		}
		if !errors.As(err, &usage) {
			t.Errorf("%s: %v, want a usage error", tt.mix, err)
			continue
		}
		for _, want := range tt.says {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", tt.mix, err, want)
			}
		}
	}
}

// says is a critic with one answer to everything.
type says string

func (s says) Generate(context.Context, bench.Conversation) (bench.Completion, error) {
	return bench.Completion{Text: string(s), Call: "c0ffee", Simulated: true}, nil
}
