package pattern

import (
	"slices"
	"strings"
	"testing"

	"tutti/agents"
	"tutti/sim/keys"
)

// six are six agents in two units and two domains: the first is the formal lead
// and manager of all; the fourth leads the second unit.
func six() *agents.Org {
	o := agents.New(6, 2)
	o.Units = 2
	copy(o.Unit, []int32{0, 0, 0, 1, 1, 1})
	copy(o.Manager, []int32{-1, 0, 0, 0, 3, 3})
	o.Formal[0] = 1
	copy(o.Expertise, []float64{.5, .5, .9, .1, .1, .8, .4, .4, .3, .3, .2, .2})
	for i := range o.N {
		o.Engagement[i], o.Openness[i] = .5, .5
	}
	return o
}

func situation(o *agents.Org) *Situation {
	return &Situation{
		Org: o, Weights: []float64{.5, .5}, TrustIn: []float64{.2, .6, .5, .4, .7, .3},
		Given: []float32{0, 0, 1, 0, 0, 3, 0, 0, 0, 0, 0, 0}, Served: make([]int32, 6), Last: slices.Repeat([]int32{-1}, 6),
		Load: make([]int32, 6), Draw: func(i, d int) float64 { return float64(i) / 10 },
	}
}

// read reads a pattern from text, which must be fine.
func read(t *testing.T, text string) Pattern {
	t.Helper()
	table, err := keys.Parse("pattern.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p := Read(table)
	if err := table.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAppoint(t *testing.T) {
	for _, tt := range []struct {
		text string
		want [6]uint32 // domains of office, one bit each
	}{
		{`admit = "formal"`, [6]uint32{0: 3}},
		{`admit = "heads"` + "\nleaders = 0", [6]uint32{0: 3, 3: 3}},
		{`admit = "heads"` + "\nleaders = 0\nscope = \"unit\"", [6]uint32{0: 3, 3: 3}},
		{`admit = "elected"` + "\nchoose = \"by-trust\"", [6]uint32{4: 3}},
		{`admit = "elected"` + "\nchoose = \"by-trust\"\nleaders = 2", [6]uint32{1: 3, 4: 3}},
		{`admit = "elected"` + "\nchoose = \"by-expertise\"\nscope = \"domain\"", [6]uint32{1: 1, 2: 2}},
		{`admit = "elected"` + "\nchoose = \"emergent\"", [6]uint32{2: 3}},
		{`admit = "elected"` + "\nchoose = \"by-potential\"", [6]uint32{5: 3}},
		{`admit = "elected"` + "\nchoose = \"lottery\"", [6]uint32{5: 3}},
		{`admit = "trusted"` + "\nproven = 0.55", [6]uint32{1: 3, 4: 3}},
		{`admit = "trusted"` + "\nproven = 0.95", [6]uint32{4: 3}},
		{`admit = "anyone"` + "\noffice = \"elected\"\nchoose = \"by-trust\"", [6]uint32{4: 3}},
		{`admit = "anyone"` + "\noffice = \"none\"", [6]uint32{}},
		{`admit = "delegates"` + "\ncharges = \"by-expertise\"", [6]uint32{1: 1, 2: 2}},
	} {
		p, o := read(t, tt.text), six()
		p.Appoint(situation(o), 0)
		if got := [6]uint32(o.Office); got != tt.want {
			t.Errorf("%s: got offices %v, want %v", strings.ReplaceAll(tt.text, "\n", ", "), got, tt.want)
		}
	}
}

// TestRest: by turns everybody leads once before anybody leads again, and those
// who led last rest while others are left.
func TestRest(t *testing.T) {
	for _, text := range []string{
		"admit = \"elected\"\nchoose = \"by-turn\"\nterm = 1",
		"admit = \"elected\"\nchoose = \"by-trust\"\nterm = 1\nrest = 5",
	} {
		p, o := read(t, text), six()
		s := situation(o)
		for term := range 12 {
			p.Appoint(s, term)
		}
		for i, n := range s.Served {
			if n != 2 {
				t.Errorf("%q: agent %d led %d of 12 terms, want 2", text, i, n)
			}
		}
	}
}

func TestAdmitted(t *testing.T) {
	o := six()
	o.Office[1] = 1
	o.Works[0] = 0
	for _, tt := range []struct {
		admit string
		i     int
		want  uint32
	}{
		{"anyone", 2, 3}, {"anyone", 0, 0}, {"nobody", 1, 0}, {"elected", 1, 1}, {"trusted", 2, 0},
	} {
		if got := (&Pattern{Admit: tt.admit}).Admitted(o, tt.i); got != tt.want {
			t.Errorf("%s, agent %d: got %b, want %b", tt.admit, tt.i, got, tt.want)
		}
	}
}

// TestRefused: what is fine alone but not together is an error with its line.
func TestRefused(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`admit = "delegates"`, "hands out nothing"},
		{"rest = 2", "term of 1 or more"},
		{"personal = 0.0\nrational = 0.0", "nothing could ever be granted"},
	} {
		table, err := keys.Parse("pattern.toml", []byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		Read(table)
		if err := table.Err(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got %v, want an error with %q", tt.text, err, tt.want)
		}
	}
}
