package run

import (
	"bytes"
	"math"
	"testing"

	"tutti/agents/influence"
	"tutti/sim/exact"
	"tutti/sim/table"
)

// retied is an organisation whose ties change again and again.
const retied = `
cycles = 40
[group.a]
count = 5
[group.b]
count = 5
[[ties]]
kind = "ring"
k = 4
[[event]]
at = 8
kind = "tie"
from = ["a"]
to = ["b"]
[[event]]
at = 15
kind = "cut"
from = ["a 1", "b 2"]
to = ["a", "b"]
[[event]]
at = 20
kind = "join"
group = "b"
count = 2
[[event]]
at = 25
kind = "tie"
from = ["a 1"]
to = ["a"]
[[event]]
at = 30
kind = "leave"
who = ["b 3"]
`

func recorded(t *testing.T) (*Scenario, *Running, *Record) {
	t.Helper()
	s, err := Load(func(string) ([]byte, error) { return []byte(retied), nil }, "retied.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	r := s.New(5)
	return s, r, NewRecord(s, r, true)
}

// What the ties carried adds up to all that was given, by source, however ties
// changed in between; and it does so, too, where a run was stopped and resumed
// between the changes.
func TestInfluenceByTie(t *testing.T) {
	s, r, record := recorded(t)
	pairs := map[[2]int]float64{}
	old := r.Organisation.Log
	r.Organisation.Log = func(e influence.Event) {
		old(e)
		if !e.Manipulated {
			pairs[[2]int{e.From, e.To}] += e.Source[0] + e.Source[1] + e.Source[2]
		}
	}
	for _, stop := range []int{10, 18, 22, 28, 40} {
		for r.Cycle() < stop {
			r.Step()
			record.Add(r)
		}
		var saved bytes.Buffer
		w := exact.NewWriter(&saved)
		r.State(w)
		record.State(w)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		_, again, restored := recorded(t)
		in := exact.NewReader(&saved)
		again.State(in)
		restored.State(in)
		if err := in.Err(); err != nil {
			t.Fatal(err)
		}
		for name, edges := range map[string]*Record{"lived": record, "restored": restored} {
			got, n := 0.0, 0
			from := map[string]*Running{"lived": r, "restored": again}[name]
			table := edges.Influence(from)
			for _, x := range table.Numbers("influence") {
				got += x
				n++
			}
			want := 0.0
			for _, x := range pairs {
				want += x
			}
			if math.Abs(got-want) > 1e-9*want || n != len(pairs) {
				t.Errorf("%s, cycle %d: %d edges carried %v, want %d and %v", name, stop, n, got, len(pairs), want)
			}
		}
	}
	if len(record.past) == 0 || s.Cycles != 40 {
		t.Error("no tie that carried influence was cut: the test shows nothing")
	}
}

// The table of agents is the same in pieces as whole.
func TestAgentsInPieces(t *testing.T) {
	_, r, record := recorded(t)
	for r.Cycle() < 25 {
		r.Step()
		record.Add(r)
	}
	whole := Agents(r)
	if n := r.Organisation.Org.N; whole.Len() != n || n != 12 {
		t.Fatalf("%d rows of %d agents, want 12", whole.Len(), n)
	}
	var want bytes.Buffer
	if err := table.CSV.Write(&want, whole); err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{1, 5, 6, 11, 12, 13} {
		joined := whole.Like()
		for piece := range AgentsBy(r, most) {
			if piece.Len() == 0 || piece.Len() > most {
				t.Errorf("a piece of %d rows, want 1 to %d", piece.Len(), most)
			}
			joined.AppendTable(piece)
		}
		var got bytes.Buffer
		if err := table.CSV.Write(&got, joined); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("in pieces of %d:\n%s\nwant\n%s", most, &got, &want)
		}
	}
}
