package bench

import "time"

// Study is what to run: models × mixes × tasks × samples, and under which
// protocol. It is written in YAML; see [ParseStudy]. The zero value of every
// field but Models means its default.
type Study struct {
	// Name heads the report; default "study".
	Name string `yaml:"name"`
	// Dataset is "suite" (embedded, the default) or a file or folder.
	Dataset string `yaml:"dataset"`
	// Format names the dataset's format where it cannot be told from the records.
	Format string `yaml:"format,omitempty"`
	// Tasks selects tasks of the dataset.
	Tasks TaskFilter `yaml:"tasks,omitempty"`
	// Models answer the tasks. At least one.
	Models []ModelSpec `yaml:"models"`
	// Critic writes verbal feedback. Default: the simulated critic if all models
	// are simulated; otherwise a mix with verbal feedback needs one.
	Critic *ModelSpec `yaml:"critic,omitempty"`
	// Mixes are the feedback arms in mix notation, e.g. "compile+exec:full".
	Mixes []string `yaml:"mixes"`
	// Preset adds the mixes of a published setting, e.g. "convcodeworld".
	Preset string `yaml:"preset,omitempty"`
	// Turns is the number of turns at most, counting turn 0; default 5.
	Turns int `yaml:"turns"`
	// Samples is the number of episodes a (model, mix, task); default 1.
	Samples int `yaml:"samples"`
	// Stop ends an episode early; default "solved".
	Stop StopRule `yaml:"stop"`
	// History is how much of the dialogue a model sees; default "full".
	History HistoryRule `yaml:"history"`
	// Seed decides every random draw; default 1.
	Seed uint64 `yaml:"seed"`
	// Limits bound each judged answer.
	Limits Limits `yaml:"limits"`
	// Sandbox names the layers of isolation without which nothing is judged, see
	// [Layers]; default the ones that make the sandbox hold by itself: namespaces,
	// privileges, limits, and seccomp where this program has it. Layers that are not
	// named are used where the machine has them.
	Sandbox []Layer `yaml:"sandbox,omitempty"`
	// RepairImports adds missing imports and removes unused ones before judging.
	// Off by default: getting imports right is part of what is measured.
	RepairImports bool `yaml:"repair_imports"`
	// MaxErrors is the share of errored episodes, 0 to 1, above which a finished
	// run ends in exit code 3; default 0.
	MaxErrors float64 `yaml:"max_errors"`
}

// TaskFilter selects tasks; empty selects all.
type TaskFilter struct {
	// Limit keeps the first so many, in the dataset's order; 0 is all.
	Limit int `yaml:"limit,omitempty"`
	// IDs keeps only these.
	IDs []string `yaml:"ids,omitempty"`
	// Tags keeps tasks with at least one of these.
	Tags []string `yaml:"tags,omitempty"`
	// Difficulty keeps tasks of one of these.
	Difficulty []string `yaml:"difficulty,omitempty"`
}

// ModelSpec is a model of a study: a name "provider/model", or that with settings.
type ModelSpec struct {
	// Name is "openai/NAME", "ollama/NAME", "sim/NAME" or "replay/DIR".
	Name string `yaml:"name"`
	// As is the name used in logs and reports; default Name. It tells apart two
	// specs of one model.
	As string `yaml:"as,omitempty"`
	// BaseURL is the endpoint; default the provider's, or OPENAI_BASE_URL, OLLAMA_HOST.
	BaseURL string `yaml:"base_url,omitempty"`
	// APIKeyEnv names the environment variable with the key; default OPENAI_API_KEY.
	APIKeyEnv string `yaml:"api_key_env,omitempty"`
	// Temperature; default 0, which is sent as 0.
	Temperature float64 `yaml:"temperature"`
	// TopP is sent if not 0.
	TopP float64 `yaml:"top_p,omitempty"`
	// MaxTokens bounds a reply; default 2048.
	MaxTokens int `yaml:"max_tokens"`
	// NumCtx is Ollama's context length in tokens; default 8192.
	NumCtx int `yaml:"num_ctx,omitempty"`
	// Timeout bounds one try; default 5m.
	Timeout Duration `yaml:"timeout"`
	// Retries is how often a failed try is repeated; default 5. -1 is never.
	Retries int `yaml:"retries"`
	// Concurrency bounds calls in flight to this model; 0 is no bound.
	Concurrency int `yaml:"concurrency,omitempty"`
	// RPM bounds requests a minute; 0 is no bound.
	RPM int `yaml:"rpm,omitempty"`
	// Extra are further fields of the request body (top_k, min_p, …); for sim/
	// models, parameters of the student.
	Extra map[string]any `yaml:"extra,omitempty"`
}

// Label is the name used in logs and reports.
func (m ModelSpec) Label() string {
	if m.As != "" {
		return m.As
	}
	return m.Name
}

// StopRule ends an episode before its last turn.
type StopRule string

// The stop rules.
const (
	StopSolved  StopRule = "solved"  // when all cases pass, hidden ones too
	StopVisible StopRule = "visible" // when all visible cases pass
	StopNever   StopRule = "never"
)

// HistoryRule is how much of the dialogue a model sees at each turn.
type HistoryRule string

// The history rules.
const (
	// HistoryFull shows every message so far.
	HistoryFull HistoryRule = "full"
	// HistoryLast shows the task, the last answer and the feedback on it.
	HistoryLast HistoryRule = "last"
)

// Limits bound the judging of one answer.
type Limits struct {
	// Compile bounds compiling and linking, wall time; default 20s.
	Compile Duration `yaml:"compile"`
	// Case is the least a case is given in CPU time, however fast the task's
	// reference is; default 1s. A case that uses no CPU (sleeps, waits) is stopped
	// at five times its limit in wall time.
	Case Duration `yaml:"case"`
	// CaseFactor is how many times the CPU time that the reference takes in a case,
	// on this machine, an answer is given; default 10, at least 1. The limit of a
	// case is the greater of the two. A task without a reference has Case alone.
	CaseFactor float64 `yaml:"case_factor"`
	// MemoryMB bounds the answer's memory in MiB; default 512.
	MemoryMB int `yaml:"memory_mb"`
	// OutputKB bounds what it prints and returns, each, in KiB; default 256.
	OutputKB int `yaml:"output_kb"`
}

// Layer is a layer of the isolation of answers.
type Layer string

// The layers of isolation.
const (
	// LayerNamespaces: a root of its own with only the files it needs, no network, no
	// other process in sight.
	LayerNamespaces Layer = "namespaces"
	// LayerLandlock: the kernel lets it open only the files it needs.
	LayerLandlock Layer = "landlock"
	// LayerSeccomp: only the system calls a Go program needs; no sockets, no processes.
	LayerSeccomp Layer = "seccomp"
	// LayerPrivileges: no capabilities, and no way to gain any.
	LayerPrivileges Layer = "privileges"
	// LayerLimits: memory, processor time, files and threads are limited.
	LayerLimits Layer = "limits"
)

// Layers returns the layers of isolation there are.
func Layers() []Layer {
	return []Layer{LayerNamespaces, LayerLandlock, LayerSeccomp, LayerPrivileges, LayerLimits}
}

// Duration is a time.Duration written as "1.5s" in YAML and JSON.
type Duration time.Duration

// String writes it as time.Duration does.
func (d Duration) String() string { return time.Duration(d).String() }

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	*d = Duration(v)
	return err
}

// WithDefaults fills in the defaults that do not depend on the models.
func (s Study) WithDefaults() Study {
	def(&s.Name, "study")
	def(&s.Dataset, "suite")
	def(&s.Turns, 5)
	def(&s.Samples, 1)
	def(&s.Stop, StopSolved)
	def(&s.History, HistoryFull)
	def(&s.Seed, 1)
	s.Limits = s.Limits.WithDefaults()
	models := make([]ModelSpec, len(s.Models))
	for i, m := range s.Models {
		models[i] = m.WithDefaults()
	}
	s.Models = models
	if s.Critic != nil {
		c := s.Critic.WithDefaults()
		s.Critic = &c
	}
	return s
}

// WithDefaults fills in the defaults.
func (l Limits) WithDefaults() Limits {
	def(&l.Compile, Duration(20*time.Second))
	def(&l.Case, Duration(time.Second))
	def(&l.CaseFactor, 10)
	def(&l.MemoryMB, 512)
	def(&l.OutputKB, 256)
	return l
}

// WithDefaults fills in the defaults.
func (m ModelSpec) WithDefaults() ModelSpec {
	def(&m.MaxTokens, 2048)
	def(&m.Timeout, Duration(5*time.Minute))
	def(&m.Retries, 5)
	return m
}

func def[T comparable](p *T, v T) {
	var zero T
	if *p == zero {
		*p = v
	}
}
