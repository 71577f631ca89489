package main

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"tutti/scenarios"
	"tutti/sim"
	"tutti/sim/classic"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/run"
)

// fixedWeights is an organisation whose judgements move by constant weights.
const fixedWeights = `
cycles = 10
[organisation]
domains = ["a", "b"]
[group.member]
count = %d
[[ties]]
kind = "random"
degree = %d
[pattern]
grant = "fixed"
admit = "anyone"
office = "none"
claim = "always"
rounds = %d
reflection = 0.0
attention = 0
`

// fixedOrganisation draws trust and openness of an organisation of n people,
// each with some ties, and lives it up to the end of influence in cycle one.
func fixedOrganisation(t *testing.T, seed uint64, n, degree, rounds int, open float64) *sim.Model {
	t.Helper()
	s, err := run.Load(func(name string) ([]byte, error) {
		if name == "fixed.toml" {
			return fmt.Appendf(nil, fixedWeights, n, degree, rounds), nil
		}
		return scenarios.Open(name)
	}, "fixed.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	m := sim.New(s.Spec, seed)
	d := exact.NewDraws(seed, 9000, 0)
	for k := range m.Org.Trust {
		m.Org.Trust[k] = 0.05 + 0.95*m.Org.Trust[k]
	}
	for i := range m.Org.N {
		m.Org.Openness[i] = open
		if open < 1 {
			m.Org.Openness[i] = 0.1 + 0.85*d.Share(uint32(i), 0)
		}
	}
	for m.Phase() != sim.Act {
		m.StepPhase()
	}
	return m
}

// published makes the published model of the same weights, whose first opinions
// are the private plans in domain d.
func published(t *testing.T, kind string, m *sim.Model, d int) classic.Model {
	t.Helper()
	o := m.Org
	weights := make([][]float64, o.N)
	for i := range weights {
		weights[i] = make([]float64, o.N)
		total := 0.0
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			total += float64(o.Trust[k])
		}
		if total == 0 { // hears nobody
			weights[i][i] = 1
			continue
		}
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			weights[i][o.To[k]] = float64(o.Trust[k]) / total
		}
	}
	first := make([]float64, o.N)
	for i := range first {
		first[i] = m.Work.Plans().Own[i*o.D+d]
	}
	text := "weights = " + list(weights) + "\nopinions = " + list(first) + "\n"
	if kind == "friedkin-johnsen" {
		open := make([]float64, o.N)
		for i := range open {
			open[i] = float64(o.Openness[i])
		}
		text += "susceptibility = " + list(open) + "\n"
	}
	root, err := keys.Parse("published.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	k, ok := classic.Find(kind)
	if !ok {
		t.Fatalf("no model %s", kind)
	}
	spec := k.Read(root)
	if err := root.Err(); err != nil {
		t.Fatal(err)
	}
	return spec.New(0)
}

// list writes numbers as TOML, with all their digits.
func list(xs any) string {
	text, err := json.Marshal(xs) // TOML's lists of numbers are JSON's
	if err != nil {
		panic(err) // a number that is none
	}
	return string(text)
}

// An organisation with fixed weights is the model of Friedkin and Johnsen, and
// with full openness that of DeGroot: the same plans, round by round.
func TestFixedWeightsAreFriedkinJohnsen(t *testing.T) {
	for seed := range uint64(30) {
		n := 4 + int(seed)%17
		degree, rounds := 1+int(seed)%3, 1+int(seed)%40
		kind, open := "friedkin-johnsen", 0.0
		if seed%3 == 0 {
			kind, open = "degroot", 1
		}
		m := fixedOrganisation(t, seed, n, degree, rounds, open)
		for d := range m.Org.D {
			c := published(t, kind, m, d)
			for range rounds {
				c.Step()
			}
			want := measures(c)["mean_opinion"]
			spread := measures(c)["disagreement"]
			got, ss := 0.0, 0.0
			for i := range n {
				got += m.Work.Plans().Now[i*m.Org.D+d] / float64(n)
			}
			for i := range n {
				x := m.Work.Plans().Now[i*m.Org.D+d] - got
				ss += x * x / float64(n)
			}
			if math.Abs(got-want) > 1e-9 || math.Abs(math.Sqrt(ss)-spread) > 1e-9 {
				t.Errorf("seed %d, domain %d, %d rounds: plans have mean %v and spread %v, %s says %v and %v", seed, d, rounds, got, math.Sqrt(ss), kind, want, spread)
			}
		}
	}
}

// measures are a published model's measures by name.
func measures(m classic.Model) map[string]float64 {
	columns := m.Columns()
	dst := make([]float64, len(columns))
	m.Measure(dst)
	by := map[string]float64{}
	for i, c := range columns {
		by[c.Name] = dst[i]
	}
	return by
}
