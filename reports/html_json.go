package reports

// The JSON refers to models, mixes, tasks and statuses by position, and to texts
// by their index in a table: episodes of one task share most of their texts, the
// first answer above all.
type (
	transcriptData struct {
		Texts    []string         `json:"texts"`
		Models   []transcriptName `json:"models"`
		Mixes    []transcriptName `json:"mixes"`
		Statuses []string         `json:"statuses"`
		Samples  int              `json:"samples"`
		Open     int              `json:"open"` // the episode shown first
		Tasks    []transcriptTask `json:"tasks"`
		Episodes []transcript     `json:"episodes"`
	}
	transcriptName struct {
		Key    string `json:"key"` // in addresses
		Name   string `json:"name"`
		Letter string `json:"letter,omitempty"`
	}
	transcriptTask struct {
		Key        string           `json:"key"`
		Name       string           `json:"name"`
		Title      string           `json:"title,omitempty"`
		Prompt     int              `json:"prompt"`
		Difficulty string           `json:"difficulty,omitempty"`
		InProcess  bool             `json:"inProcess,omitempty"`
		Cases      []transcriptCase `json:"cases,omitempty"`
	}
	transcriptCase struct {
		ID      string `json:"id"`
		Visible bool   `json:"visible,omitempty"`
		Call    int    `json:"call"`
		Want    int    `json:"want"`
		Note    int    `json:"note,omitempty"`
	}
	transcript struct {
		Model     int              `json:"model"`
		Mix       int              `json:"mix"`
		Task      int              `json:"task"`
		Sample    int              `json:"sample,omitempty"`
		Stopped   string           `json:"stopped"`
		Solved    int              `json:"solved"` // first solved turn, -1 if none
		Error     *transcriptError `json:"error,omitempty"`
		Simulated bool             `json:"simulated,omitempty"`
		Turns     []transcriptTurn `json:"turns"`
	}
	transcriptError struct {
		Turn    int    `json:"turn"`
		Step    string `json:"step"`
		Cause   string `json:"cause"`
		Message int    `json:"message"`
	}
	transcriptTurn struct {
		Status  int    `json:"status"`
		Carried bool   `json:"carried,omitempty"`
		Code    int    `json:"code"`
		Edits   []int  `json:"edits,omitempty"` // from the turn before, see lineEdits
		Rule    string `json:"rule,omitempty"`
		Notes   []int  `json:"notes,omitempty"`
		// Before and After are what the reply said around the code.
		Before      int                  `json:"before,omitempty"`
		After       int                  `json:"after,omitempty"`
		Diagnostics []transcriptMessage  `json:"diagnostics,omitempty"`
		Cases       string               `json:"cases,omitempty"` // a letter a case, see caseLetter
		Failing     []transcriptFailing  `json:"failing,omitempty"`
		More        int                  `json:"more,omitempty"` // failing cases left out
		Feedback    []transcriptFeedback `json:"feedback,omitempty"`
	}
	transcriptMessage struct {
		Line int `json:"line,omitempty"`
		Text int `json:"text"`
	}
	transcriptFailing struct {
		Case    int    `json:"case"` // position in the task's cases, -1 for a check of test code
		Name    string `json:"name,omitempty"`
		Status  int    `json:"status"`
		Got     int    `json:"got,omitempty"`
		Message int    `json:"message,omitempty"`
	}
	transcriptFeedback struct {
		Source    string `json:"source"`
		Title     string `json:"title,omitempty"`
		Text      int    `json:"text,omitempty"`
		Fresh     bool   `json:"fresh,omitempty"`
		Simulated bool   `json:"simulated,omitempty"`
	}
)
