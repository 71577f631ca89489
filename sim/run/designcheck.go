package run

import (
	"slices"

	"tutti/sim/keys"
)

// checkExperiment reports what cannot be: values that are fine alone but not
// together.
func checkExperiment(e *readOf) {
	t := e.where.table
	if e.Scenario == "" && !e.varies(ScenarioKey) {
		t.Errorf("scenario", "missing, want a scenario file or the name of a built-in one")
	}
	if e.Rows != nil && e.Kind == Factorial && !t.Has("kind") {
		e.Kind = Rows
	}
	switch {
	case e.Kind == Rows && len(e.Rows) == 0:
		t.Errorf("kind", "rows without any, want [[row]] tables or rows = \"FILE.csv\"")
	case e.Kind != Rows && e.Rows != nil:
		t.Errorf("kind", "%s with listed rows, want kind = \"rows\"", e.Kind)
	case e.Sampled() && len(e.Factors) == 0:
		t.Errorf("kind", "%s without factors, want at least one [factor.NAME]", e.Kind)
	case e.Sampled() && e.N == 0:
		t.Errorf("n", "0 points, want at least 1")
	}
	names := reserved()
	for i := range e.Factors {
		at := t
		if i < len(e.where.factors) {
			at = e.where.factors[i]
		}
		checkFactor(e, i, at)
		if slices.Contains(names, e.Factors[i].Name) {
			at.Errorf("", "%q is taken, want another name for the factor", e.Factors[i].Name)
		}
		names = append(names, e.Factors[i].Name)
	}
	if e.Sampled() && (e.N == 0 || len(e.Factors) == 0) || slices.ContainsFunc(e.Factors, func(f Factor) bool { return f.Values == nil && f.Lo == f.Hi }) {
		return // reported already
	}
	if _, err := e.Size(); err != nil {
		t.Errorf("kind", "%v", err)
	}
}

// reserved are the names of columns that are not factors.
func reserved() []string {
	return []string{"run", "point", "replicate", "seed", "status", "error", "reproduce", "cycles", "cycle", "digest", "experiment", "runs", "failed"}
}

// checkFactor checks one factor against the kind of design and the others.
func checkFactor(e *readOf, i int, at *keys.Table) {
	f := e.Factors[i]
	if e.Kind == Rows {
		return
	}
	if e.Kind == Factorial && f.Values == nil {
		if f.Lo != f.Hi {
			at.Errorf("range", "a factorial needs levels, want values, or steps beside the range")
		}
		e.Factors[i].Values = []any{f.Lo} // so that the size can be told
	}
	for k, other := range e.Factors[:i] {
		if other.Key == f.Key {
			at.Errorf("key", "%s is set by the factor %s too", f.Key, e.Factors[k].Name)
		}
	}
	if f.With == "" {
		return
	}
	k := slices.IndexFunc(e.Factors, func(o Factor) bool { return o.Name == f.With })
	switch {
	case e.Kind != Factorial:
		at.Errorf("with", "factors move together in a factorial only")
	case k < 0 || k == i:
		at.Errorf("with", "%q is no other factor", f.With)
	case e.Factors[k].With != "":
		at.Errorf("with", "%q itself moves with %q, want that one", f.With, e.Factors[k].With)
	case len(e.Factors[k].Values) != len(f.Values):
		at.Errorf("with", "%q has %d levels and %s has %d, want as many", f.With, len(e.Factors[k].Values), f.Name, len(f.Values))
	}
}

// varies says whether a factor sets a key.
func (e *Experiment) varies(key string) bool {
	return slices.ContainsFunc(e.Factors, func(f Factor) bool { return f.Key == key })
}
