package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
	"path"

	"tutti/scenarios"
	"tutti/sim/classic"
	"tutti/sim/exact"
	"tutti/sim/run"
)

const (
	seed   = 5
	cycles = 20
)

// model is what a digest asks of a model.
type model interface {
	Step()
	Done() bool
	Measure(dst []float64)
	State(s exact.State)
}

// live steps a model through some cycles and returns the digest of its state
// and one over all its measures on the way.
func live(m model, columns int) (state, measures string) {
	h := sha256.New()
	row := make([]float64, columns)
	for range cycles {
		if m.Done() {
			break
		}
		m.Step()
		m.Measure(row)
		addRow(h, row)
	}
	return exact.Digest(m), hex.EncodeToString(h.Sum(nil)[:16])
}

// addRow hashes the bits of a row. All missing values count as one: which of
// the many NaN a processor makes is not ours to say.
func addRow(h hash.Hash, row []float64) {
	var b [8]byte
	for _, x := range row {
		bits := math.Float64bits(x)
		if math.IsNaN(x) {
			bits = math.MaxUint64
		}
		binary.LittleEndian.PutUint64(b[:], bits)
		h.Write(b[:])
	}
}

// printModels prints the digests of each published model with the parameters
// of its paper.
func printModels(emit func(name, state, measures string)) {
	for _, k := range classic.Catalogue {
		m := k.Default().New(seed)
		state, measures := live(m, len(m.Columns()))
		emit("classic."+k.Name, state, measures)
	}
}

// printScenarios prints the digests of each shipped scenario, and of the
// orchestra under each shipped pattern.
func printScenarios(emit func(name, state, measures string)) error {
	one := func(label, file string, sets ...run.Setting) error {
		s, err := run.Load(scenarios.Open, file, sets)
		if err != nil {
			return err
		}
		m := s.New(seed)
		state, measures := live(m, len(m.Columns()))
		emit(label, state, measures)
		return nil
	}
	for _, folder := range []string{".", "classics"} {
		for _, name := range scenarios.List(folder) {
			file := path.Join(folder, name+".toml")
			if err := one(file, file); err != nil {
				return err
			}
		}
	}
	for _, name := range scenarios.List("patterns") {
		if err := one("patterns/"+name, "orpheus.toml", run.Setting{Key: "pattern", Value: name}); err != nil {
			return err
		}
	}
	return nil
}
