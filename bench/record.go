package bench

// Manifest says under what a run was made, so that two runs can be told to be
// comparable. Report and CSV use only its reproducible fields.
type Manifest struct {
	// Schema is the version of the run folder's layout.
	Schema int `json:"schema"`
	// Dialogo and Go are versions; Dialogo ends in "+dirty" for a modified tree.
	Dialogo string `json:"dialogo"`
	Go      string `json:"go"`
	// Dataset and Prompts are hashes of all tasks and of the prompt texts.
	Dataset string `json:"dataset"`
	Prompts string `json:"prompts"`
	// Judge is the judge's version, Sandbox what isolated the answers.
	Judge   string `json:"judge"`
	Sandbox string `json:"sandbox"`
	Seed    uint64 `json:"seed"`
	// Host is the operating system, architecture and number of CPUs.
	Host string `json:"host"`
	// Skipped counts dataset records left out by --skip-bad.
	Skipped int `json:"skipped,omitempty"`
	// Started is when the run was first started, RFC 3339.
	Started string `json:"started"`
}

// Record is a run folder as read: all that scores, tables and reports are made from.
type Record struct {
	// Dir is the folder.
	Dir      string
	Study    Study
	Manifest Manifest
	// Tasks are the run's tasks in plan order.
	Tasks []Task
	// Episodes are in plan order, not in the order they finished.
	Episodes []Episode
	// Planned is how many episodes the study has; more than len(Episodes) when
	// the run was interrupted.
	Planned int
}
