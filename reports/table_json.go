package reports

import (
	"encoding/json"
	"io"

	"dialogo/bench"
	"dialogo/scoring"
)

// tableJSON is what [TableJSON] writes. Nothing in it varies from run to run.
type tableJSON struct {
	Study     string            `json:"study"`
	Dataset   string            `json:"dataset"`
	Tasks     int               `json:"tasks"`
	Samples   int               `json:"samples"`
	Turns     int               `json:"turns"`
	Stop      bench.StopRule    `json:"stop"`
	History   bench.HistoryRule `json:"history"`
	Seed      uint64            `json:"seed"`
	Planned   int               `json:"planned"`
	Episodes  int               `json:"episodes"`
	Errored   int               `json:"errored"`
	InProcess int               `json:"in_process_tasks"`
	Sandbox   string            `json:"sandbox"`
	// Simulated are the labels of the simulated models.
	Simulated       []string      `json:"simulated_models"`
	SimulatedCritic bool          `json:"simulated_critic"`
	Rows            []scoring.Row `json:"rows"`
}

// TableJSON writes what [Table] says, and every other row, as one JSON object for
// machines. An undefined number is null.
func TableJSON(w io.Writer, rec *bench.Record, rows []scoring.Row) error {
	s := &rec.Study
	t := tableJSON{
		Study: s.Name, Dataset: s.Dataset, Tasks: len(rec.Tasks), Samples: max(1, s.Samples), Turns: s.Turns,
		Stop: s.Stop, History: s.History, Seed: s.Seed,
		Planned: rec.Planned, Episodes: len(rec.Episodes), Errored: rec.Errored(),
		InProcess: inProcess(rec), Sandbox: rec.Manifest.Sandbox,
		Simulated: []string{}, SimulatedCritic: simulatedCritic(rec), Rows: rows,
	}
	if rows == nil {
		t.Rows = []scoring.Row{}
	}
	simulated := simulatedModels(rec)
	for _, m := range s.Models {
		if simulated[m.Label()] {
			t.Simulated = append(t.Simulated, m.Label())
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(t)
}
