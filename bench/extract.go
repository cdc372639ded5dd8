package bench

// Extraction is the code found in a model's reply, and by which rule.
type Extraction struct {
	// Code is a Go file with or without its package clause; empty if none was found.
	Code string `json:"code"`
	// Rule names how it was found: "fence", "unclosed-fence", "file",
	// "function", "body" or "none".
	Rule string `json:"rule"`
	// Notes say what else was done: "thinking removed", "2 of 3 blocks", "imports repaired".
	Notes []string `json:"notes,omitempty"`
}
