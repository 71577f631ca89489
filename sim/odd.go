package sim

import _ "embed"

// Description is the description of the model by the ODD protocol, Markdown;
// `tutti odd` puts a scenario's own parts into it.
//
//go:embed ODD.md
var Description string
