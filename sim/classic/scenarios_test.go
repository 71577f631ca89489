package classic

import (
	"os"
	"path/filepath"
	"testing"

	"tutti/sim/keys"
)

// Every shipped scenario of a published model has parameters that the model
// takes, and lives five cycles; every model has at least one.
func TestScenarios(t *testing.T) {
	const dir = "../../scenarios/classics"
	files, err := filepath.Glob(dir + "/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			root, err := keys.Parse(filepath.Base(file), text)
			if err != nil {
				t.Fatal(err)
			}
			name := root.Text("model", "", "the model")
			kind, ok := Find(name)
			if !ok {
				t.Fatalf("no model %q", name)
			}
			shown[name] = true
			for _, key := range []string{"title", "about", "theme"} {
				if root.Text(key, "", "what it is") == "" {
					t.Errorf("no %s", key)
				}
			}
			if len(root.Texts("sources", nil, "references")) == 0 {
				t.Error("no sources")
			}
			root.Long("seed", 1, 0, 1<<52, "where all chance starts from")
			root.Count("cycles", 0, 5, 1<<30, "how long a run lasts")
			spec := kind.Read(root.Table("parameters", "of the model"))
			if err := root.Err(); err != nil {
				t.Fatal(err)
			}
			m := spec.New(1)
			for range 5 {
				m.Step()
				inRange(t, m)
			}
		})
	}
	for _, k := range Catalogue {
		if !shown[k.Name] {
			t.Errorf("no scenario shows %s", k.Name)
		}
	}
}
