package run

import (
	"flag"
	"os"
	"testing"

	"tutti/sim/keys"
)

var update = flag.Bool("update", false, "write docs/designs.md anew")

// TestReference keeps the page of all keys of design and fit files true: it is
// written from the calls that read them.
func TestReference(t *testing.T) {
	const page = "../../docs/designs.md"
	want := "# Keys of design and fit files\n\nWritten by `go test ./sim/run -run TestReference -update` from the code that reads them. [sweeps.md](sweeps.md) says what they are for.\n\n" +
		"## Design files (`tutti sweep`)\n\n" + keys.Markdown(DesignReference()) + "\n## Fit files (`tutti calibrate`)\n\n" + keys.Markdown(FitReference())
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the code reads; write it anew with -update", page)
	}
}
