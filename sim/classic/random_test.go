package classic

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

// randomValue draws a value that a key says it takes, as TOML; "" leaves it out.
func randomValue(st *exact.Stream, e keys.Entry) string {
	lo, hi := e.Lo, e.Hi
	switch e.Type {
	case keys.TypeShare:
		return fmt.Sprintf("%.3f", []float64{0, 1, st.Share()}[st.Int(3)])
	case keys.TypeCount:
		def := float64(e.Default.(int64))
		top := min(hi, max(lo, 5, 2*def), 60)
		return fmt.Sprint(int(lo) + st.Int(int(max(1, top-lo+1))))
	case keys.TypeNumber:
		def := e.Default.(float64)
		x := []float64{0, 1, def, def / 3, 3 * def, st.Normal()}[st.Int(6)]
		return fmt.Sprintf("%.6f", math.Max(lo, math.Min(hi, x)))
	case keys.TypeSwitch:
		return []string{"true", "false"}[st.Int(2)]
	case keys.TypeChoice:
		return `"` + e.Options[st.Int(len(e.Options))] + `"`
	}
	return ""
}

// Any parameters that are accepted give a model that lives: no panic, measures
// in their range, the same bits twice.
func TestRandomParameters(t *testing.T) {
	for k, kind := range Catalogue {
		t.Run(kind.Name, func(t *testing.T) {
			all := keys.Reference()
			kind.Read(all)
			entries := all.Entries()
			trials := 100
			if kind.Name == hongPage2004.Name {
				trials = 5 // long steps make a hundred thousand heuristics
			}
			accepted := 0
			for trial := range trials {
				st := exact.NewDraws(uint64(trial), 9980, k).Stream(0)
				var said strings.Builder
				for _, e := range entries {
					if v := randomValue(st, e); v != "" && st.Share() < 0.5 {
						said.WriteString(e.Path + " = " + v + "\n")
					}
				}
				root, err := keys.Parse("random.toml", []byte(said.String()))
				if err != nil {
					t.Fatalf("%v with\n%s", err, said.String())
				}
				spec := kind.Read(root)
				if root.Err() != nil {
					continue
				}
				accepted++
				func() {
					defer func() {
						if r := recover(); r != nil {
							t.Fatalf("panic %v with\n%s", r, said.String())
						}
					}()
					a, b := spec.New(uint64(trial)), spec.New(uint64(trial))
					inRange(t, a)
					for range 4 {
						a.Step()
						inRange(t, a)
						b.Step()
						a.Done()
					}
					if exact.Digest(a) != exact.Digest(b) {
						t.Errorf("two runs differ")
					}
				}()
				if t.Failed() {
					t.Fatalf("with\n%s", said.String())
				}
			}
			if accepted < trials/5 {
				t.Errorf("only %d of %d sets of parameters were accepted", accepted, trials)
			}
		})
	}
}
