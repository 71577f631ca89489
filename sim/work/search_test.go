package work_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"tutti/sim/classic"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/nk"
	"tutti/sim/work"
)

// lazerFlips is the purpose of the draws of tries in the published model.
const lazerFlips exact.Purpose = 405

// columns keeps the columns of a model's state by name, in order.
type columns struct {
	exact.State
	bytes  map[string][][]uint8
	floats map[string][][]float64
	words  map[string][]uint64
}

func (c *columns) Floats(name string, p *[]float64) { c.floats[name] = append(c.floats[name], *p) }
func (c *columns) Bytes(name string, p *[]uint8)    { c.bytes[name] = append(c.bytes[name], *p) }
func (c *columns) Words(name string, p *[]uint64)   { c.words[name] = *p }
func (c *columns) Ints(string, *[]int32)            {}
func (c *columns) Int(string, *int)                 {}
func (c *columns) Float(string, *float64)           {}

// replay gives kept columns to a landscape.
type replay struct {
	exact.State
	kept *columns
	i, j int
}

func (r *replay) Bytes(name string, p *[]uint8) {
	*p = append([]uint8(nil), r.kept.bytes[name][r.i]...)
	r.i++
}

func (r *replay) Floats(name string, p *[]float64) {
	*p = append([]float64(nil), r.kept.floats[name][r.j]...)
	r.j++
}

// With grant = "best", claims that are always made, exploring otherwise and no
// noise, search is the model of Lazer & Friedman 2007: on the same landscape,
// with the same first plans and draws, every plan is the same in every round.
func TestSearchIsLazerFriedman(t *testing.T) {
	for _, tt := range []struct{ theirs, ours string }{
		{"complete", `kind = "complete"`},
		{"ring", "kind = \"ring\"\nk = 2"},
		{"star", `kind = "star"`},
	} {
		for seed := range uint64(4) {
			root, err := keys.Parse("x.toml", fmt.Appendf(nil, "agents = 40\nnetwork = {kind = %q}", tt.theirs))
			if err != nil {
				t.Fatal(err)
			}
			kind, _ := classic.Find("lazer-friedman-2007")
			theirs := kind.Read(root).New(seed).(*classic.Lazer)
			c := &columns{bytes: map[string][][]uint8{}, floats: map[string][][]float64{}, words: map[string][]uint64{}}
			theirs.State(c)

			m := model(t, `
pattern = {admit = "anyone", office = "none", claim = "always", grant = "best", rounds = 1, attention = 0, reflection = 0}
[group.agent]
count = 40
[[ties]]
`+tt.ours+`
[work]
kind = "search"
partners = "repeated"
explore = "otherwise"
noise = 0`, seed)
			s := m.Work.(*work.Search)
			s.Borrow(func(l *nk.Landscape) { l.State(&replay{kept: c}) }, c.words["solutions"], lazerFlips)
			for round := range 120 {
				m.Step()
				theirs.Step()
				plans, _ := s.Held()
				for i, x := range theirs.Solutions() {
					if plans[i] != x {
						t.Fatalf("%s, seed %d, round %d: agent %d holds %020b, want %020b", tt.theirs, seed, round, i, plans[i], x)
					}
				}
			}
			want := 0.0
			for i := range theirs.Solutions() {
				want += math.Pow(theirs.Performance(i), 1./8) / 40
			}
			if got := m.Last.Quality; math.Abs(got-want) > 1e-12 {
				t.Errorf("%s, seed %d: quality %v, want the mean score %v", tt.theirs, seed, got, want)
			}
		}
	}
}

// searchers is a ring of twenty people, or another network, on a landscape.
func searchers(network, extra string) string {
	return `
pattern = {name = "everyone-leads", grant = "best", attention = 0}
[organisation]
domains = ["a", "b"]
[group.agent]
count = 20
expertise = {beta = [5, 3]}
[[ties]]
` + network + `
[work]
kind = "search"
explore = "otherwise"
` + extra
}

// On a rugged landscape slow networks end higher; without ruggedness all end at
// the top (Lazer & Friedman 2007).
func TestSearchAndNetworks(t *testing.T) {
	end := func(network, extra string) (mean float64) {
		const seeds = 8
		for seed := range uint64(seeds) {
			m := model(t, searchers(network, extra), seed)
			for range 120 {
				m.Step()
			}
			mean += m.Last.Quality / seeds
		}
		return mean
	}
	const ring, complete = "kind = \"ring\"\nk = 2", `kind = "complete"`
	slow, fast := end(ring, "bits = 12\nnoise = 0\nk = 5"), end(complete, "bits = 12\nnoise = 0\nk = 5")
	t.Logf("k = 5: ring %.3f, complete %.3f", slow, fast)
	if slow <= fast {
		t.Errorf("k = 5: the ring ends at %.3f, the complete network at %.3f, want the ring higher", slow, fast)
	}
	if smooth := end(complete, "bits = 12\nnoise = 0\nk = 0"); smooth < 0.9999 {
		t.Errorf("k = 0: ends at %v, want the top", smooth)
	}
	if dim := end(complete, "bits = 12\nnoise = 4\nk = 0"); dim > 0.999 {
		t.Errorf("k = 0, but dim eyes: ends at %v, want less than the top", dim)
	}
}

// A shock of size 1 draws the world anew: quality falls to that of random plans
// and comes back.
func TestSearchAfterAShock(t *testing.T) {
	m := model(t, searchers(`kind = "complete"`, "noise = 0\nk = 2\n[[event]]\nat = 80\nkind = \"shock\"\nsize = 1"), 5)
	before := 0.0
	for m.Cycle() < 80 {
		m.Step()
		before = m.Last.Quality
	}
	m.Step()
	shaken := m.Last.Quality
	for m.Cycle() < 160 {
		m.Step()
	}
	if shaken > before-0.1 || m.Last.Quality < shaken+0.1 {
		t.Errorf("quality %.3f before the shock, %.3f after, %.3f in the end; want a fall and a recovery", before, shaken, m.Last.Quality)
	}
}

// A unit's artefact alone carries what was found: with nobody to follow, people
// who read it agree more than people who do not.
func TestSearchWithAnArtefact(t *testing.T) {
	differ := func(pattern string) float64 {
		text := strings.Replace(searchers(`kind = "complete"`, "noise = 0.5"), `"everyone-leads", grant = "best", attention = 0`, `"`+pattern+`", grant = "sample"`, 1)
		m := model(t, text, 2)
		for range 60 {
			m.Step()
		}
		return m.Last.Disagreement
	}
	with, without := differ("self-organised"), differ("isolated")
	if with >= without/2 {
		t.Errorf("disagreement %.3f with an artefact, %.3f without, want less than half", with, without)
	}
}

func TestSearchErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"bits = 5\nk = 5", "test.toml: work.k: "},
		{"bits = 40", "test.toml"},
	} {
		_, err := load(searchers(`kind = "complete"`, tt.text))
		if err == nil || !strings.Contains(err.Error(), "work.") {
			t.Errorf("%q: got error %v, want one about a key of work", tt.text, err)
		}
	}
	_, err := load(strings.Replace(searchers(`kind = "complete"`, ""), `"best"`, `"blend"`, 1))
	if err == nil || !strings.Contains(err.Error(), "bits have no mean") {
		t.Errorf("got error %v, want blending to be refused", err)
	}
}
