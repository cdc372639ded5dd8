package datasets

import "embed"

// suiteFS holds the task folders of the embedded suite below "suite".
//
//go:embed suite
var suiteFS embed.FS
