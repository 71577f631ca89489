package network

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

const purpose exact.Purpose = 9

func draws(seed uint64) exact.Draws { return exact.NewDraws(seed, purpose, 0) }

// unitsOf puts n agents into units 0, 1, 2, 0, …
func unitsOf(n, units int) []int32 {
	u := make([]int32, n)
	for i := range u {
		u[i] = int32(i % units)
	}
	return u
}

// A promise is what a generator promises beside the laws that hold for all.
type promise struct {
	gen       Generator
	mutual    bool // i→j whenever j→i
	connected bool
	degree    int // of every agent; −1 for none promised
	least     int // ties of every agent
	exact     bool
}

func promises() []promise {
	nan := math.NaN()
	return []promise{
		{gen: Complete{}, mutual: true, connected: true, degree: -1, exact: true},
		{gen: Ring{K: 4}, mutual: true, connected: true, degree: 4, exact: true},
		{gen: Lattice{}, mutual: true, connected: true, degree: -1, least: 1},
		{gen: Lattice{Width: 3}, mutual: true, connected: true, degree: -1, least: 1},
		{gen: Lattice{Wrap: true}, mutual: true, connected: true, degree: -1, least: 1},
		{gen: SmallWorld{K: 4, Rewire: 0.3}, mutual: true, degree: -1, least: 2, exact: true},
		{gen: SmallWorld{K: 4, Rewire: 1}, mutual: true, degree: -1, least: 2, exact: true},
		{gen: SmallWorld{K: 4, Rewire: 0}, mutual: true, connected: true, degree: 4, exact: true},
		{gen: Random{P: 0.3, Degree: nan}, mutual: true, degree: -1},
		{gen: Random{P: nan, Degree: 3}, mutual: true, degree: -1},
		{gen: Random{P: 0.3, Degree: nan, Directed: true}, degree: -1},
		{gen: Random{P: 1, Degree: nan}, mutual: true, connected: true, degree: -1, exact: true},
		{gen: Random{P: 0, Degree: nan, Directed: true}, mutual: true, degree: 0, exact: true},
		{gen: Preferential{M: 3}, mutual: true, connected: true, degree: -1, least: 3, exact: true},
		{gen: Preferential{M: 1, InOrder: true}, mutual: true, connected: true, degree: -1, least: 1, exact: true},
		{gen: Blocks{0.6, 0.1, nan, nan}, mutual: true, degree: -1},
		{gen: Blocks{nan, nan, 1.5, 1}, mutual: true, degree: -1},
		{gen: Blocks{1, 0, nan, nan}, mutual: true, degree: -1},
		{gen: Star{Hub: 2}, mutual: true, connected: true, degree: -1, least: 1, exact: true},
		{gen: Tree{Span: 3}, mutual: true, connected: true, degree: -1, least: 1, exact: true},
	}
}

// Every network is sorted, without self ties, without duplicates, the same
// from the same draws, and as its generator promises.
func TestLaws(t *testing.T) {
	for _, p := range promises() {
		for _, n := range []int{5, 6, 7, 16, 30, 97, 240} {
			name := fmt.Sprintf("%T%+v of %d", p.gen, p.gen, n)
			units := unitsOf(n, 3)
			if err := p.gen.Check(n, units); err != nil {
				continue
			}
			r := p.gen.Rows(n, units, draws(7))
			checkRows(t, name, n, r)
			checkPromise(t, name, n, r, p, units)
			if again := p.gen.Rows(n, units, draws(7)); !slices.Equal(again.Start, r.Start) || !slices.Equal(again.To, r.To) {
				t.Errorf("%s: not the same twice", name)
			}
		}
	}
}

func checkRows(t *testing.T, name string, n int, r Rows) {
	t.Helper()
	if len(r.Start) != n+1 || int(r.Start[n]) != len(r.To) {
		t.Fatalf("%s: rows of %d ties start at %v", name, len(r.To), r.Start)
	}
	for i := range n {
		last := int32(-1)
		for _, j := range r.Row(i) {
			if j <= last || int(j) >= n || int(j) == i {
				t.Fatalf("%s: agent %d attends to %v", name, i, r.Row(i))
			}
			last = j
		}
	}
}

func checkPromise(t *testing.T, name string, n int, r Rows, p promise, units []int32) {
	t.Helper()
	for i := range n {
		row := r.Row(i)
		if p.degree >= 0 && len(row) != p.degree || len(row) < p.least {
			t.Errorf("%s: agent %d has %d ties, want %d, at least %d", name, i, len(row), p.degree, p.least)
		}
		for _, j := range row {
			if _, back := slices.BinarySearch(r.Row(int(j)), int32(i)); p.mutual && !back {
				t.Errorf("%s: %d→%d has no way back", name, i, j)
			}
		}
	}
	if p.connected && reached(n, r) != n {
		t.Errorf("%s: %d agents are reached from agent 0, want all", name, reached(n, r))
	}
	if want := p.gen.Expect(n, units); p.exact && float64(len(r.To)) != want {
		t.Errorf("%s: %d ties, want %v", name, len(r.To), want)
	}
}

// reached counts the agents reached from agent 0.
func reached(n int, r Rows) int {
	seen := make([]bool, n)
	seen[0] = true
	queue := []int32{0}
	for k := 0; k < len(queue); k++ {
		for _, j := range r.Row(int(queue[k])) {
			if !seen[j] {
				seen[j] = true
				queue = append(queue, j)
			}
		}
	}
	return len(queue)
}

// Over many networks the number of ties is what was expected, within five
// standard errors.
func TestExpectedTies(t *testing.T) {
	const n, runs = 40, 400
	nan := math.NaN()
	units := unitsOf(n, 4)
	for _, g := range []Generator{
		Random{P: 0.1, Degree: nan}, Random{P: nan, Degree: 6}, Random{P: nan, Degree: nan}, Random{P: 0.9, Degree: nan},
		Random{P: 0.2, Degree: nan, Directed: true}, Blocks{0.4, 0.05, nan, nan}, Blocks{nan, nan, 4, 2}, Blocks{nan, nan, nan, nan},
	} {
		sum, squares := 0.0, 0.0
		for seed := range uint64(runs) {
			m := float64(len(g.Rows(n, units, draws(seed)).To))
			sum += m
			squares += m * m
		}
		mean := sum / runs
		sd := math.Sqrt(squares/runs - mean*mean)
		if want := g.Expect(n, units); math.Abs(mean-want) > 5*sd/math.Sqrt(runs) {
			t.Errorf("%T%+v: %.2f ties on average, want %.2f", g, g, mean, want)
		}
	}
}

// Each pair is as likely to be tied as any other of its kind.
func TestEveryPairAlike(t *testing.T) {
	const n, runs = 12, 3000
	nan := math.NaN()
	units := unitsOf(n, 3)
	for _, tt := range []struct {
		gen  Generator
		want func(i, j int) float64
	}{
		{Random{P: 0.3, Degree: nan}, func(int, int) float64 { return 0.3 }},
		{Random{P: 0.3, Degree: nan, Directed: true}, func(int, int) float64 { return 0.3 }},
		{Blocks{0.7, 0.2, nan, nan}, func(i, j int) float64 {
			if units[i] == units[j] {
				return 0.7
			}
			return 0.2
		}},
	} {
		count := make([]float64, n*n)
		for seed := range uint64(runs) {
			r := tt.gen.Rows(n, units, draws(seed))
			for i := range n {
				for _, j := range r.Row(i) {
					count[i*n+int(j)]++
				}
			}
		}
		for i := range n {
			for j := range n {
				p := tt.want(i, j)
				if z := (count[i*n+j] - p*runs) / math.Sqrt(runs*p*(1-p)); i != j && math.Abs(z) > 5 {
					t.Errorf("%T: %d–%d in %v of %d, want a share of %v", tt.gen, i, j, count[i*n+j], runs, p)
				}
			}
		}
	}
}

// Rewiring brings agents nearer to one another and loosens their circles
// (Watts & Strogatz 1998, fig. 2).
func TestSmallWorldIsSmall(t *testing.T) {
	const n, k = 400, 10
	ring, small := Ring{k}.Rows(n, nil, draws(1)), SmallWorld{k, 0.05}.Rows(n, nil, draws(1))
	if got, want := clustering(n, ring), 3.0*(k-2)/(4*(k-1)); math.Abs(got-want) > 1e-9 {
		t.Errorf("clustering of the ring %v, want %v", got, want)
	}
	if a, b := meanPath(n, ring), meanPath(n, small); b > a/2 {
		t.Errorf("mean path %.2f after rewiring, %.2f before; want less than half", b, a)
	}
	if a, b := clustering(n, ring), clustering(n, small); b < a*0.7 {
		t.Errorf("clustering %.2f after rewiring, %.2f before; want most of it", b, a)
	}
}

// clustering is the mean share of an agent's neighbours who are tied.
func clustering(n int, r Rows) float64 {
	sum := 0.0
	for i := range n {
		row, tied := r.Row(i), 0
		for _, j := range row {
			for _, k := range row {
				if _, ok := slices.BinarySearch(r.Row(int(j)), k); ok {
					tied++
				}
			}
		}
		sum += float64(tied) / float64(len(row)*(len(row)-1)) / float64(n)
	}
	return sum
}

// meanPath is the mean distance of all from agent 0.
func meanPath(n int, r Rows) float64 {
	far := make([]int, n)
	queue, sum := []int32{0}, 0
	for k := 0; k < len(queue); k++ {
		i := int(queue[k])
		sum += far[i]
		for _, j := range r.Row(i) {
			if j != 0 && far[j] == 0 {
				far[j] = far[i] + 1
				queue = append(queue, j)
			}
		}
	}
	return float64(sum) / float64(n-1)
}

// The tail of a preferential network is that of Barabási & Albert: the share
// of agents with at least k ties is m(m+1)/(k(k+1)).
func TestPreferentialTail(t *testing.T) {
	const n, m = 40000, 3
	r := Preferential{M: m}.Rows(n, nil, draws(4))
	for _, k := range []int{4, 6, 10, 20, 40} {
		got := 0.0
		for i := range n {
			if len(r.Row(i)) >= k {
				got++
			}
		}
		want := float64(m*(m+1)) / float64(k*(k+1)) * n
		if math.Abs(got-want) > 6*math.Sqrt(want) {
			t.Errorf("%v agents with at least %d ties, want about %.0f", got, k, want)
		}
	}
}

func TestLatticeDegrees(t *testing.T) {
	for _, tt := range []struct {
		gen  Lattice
		n    int
		want string // ties of each agent, row by row
	}{
		{Lattice{Width: 3}, 9, "232343232"},
		{Lattice{Width: 3}, 7, "2323321"},
		{Lattice{Width: 3, Wrap: true}, 9, "444444444"},
		{Lattice{Width: 2, Wrap: true}, 4, "2222"},
		{Lattice{Width: 2, Wrap: true}, 6, "333333"},
		{Lattice{Wrap: true}, 7, "2222222"},
		{Lattice{Width: 100}, 3, "121"},
	} {
		r := tt.gen.Rows(tt.n, nil, draws(1))
		var got strings.Builder
		for i := range tt.n {
			got.WriteString(fmt.Sprint(len(r.Row(i))))
		}
		if got.String() != tt.want {
			t.Errorf("%+v of %d: %s ties, want %s", tt.gen, tt.n, got.String(), tt.want)
		}
	}
}

func TestFaults(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		gen  Generator
		n    int
		want string
	}{
		{Ring{K: 3}, 9, "k: 3 neighbours, want an even number of 2 or more"},
		{Ring{K: 10}, 9, "k: 10 neighbours, want at most 8 for 9 agents"},
		{SmallWorld{K: 4, Rewire: 2}, 9, "rewire: 2 is outside [0, 1]"},
		{SmallWorld{K: 0, Rewire: 0}, 9, "k: 0 neighbours, want an even number of 2 or more"},
		{Lattice{Width: 4, Wrap: true}, 9, "width: 9 agents in rows of 4 leave one row unfilled, want a number that divides 9, or wrap = false"},
		{Random{P: 0.1, Degree: 2}, 9, "degree: given beside p, want one of them"},
		{Random{P: nan, Degree: 20}, 9, "degree: 20 ties an agent, want 0 to 8 for 9 agents"},
		{Preferential{M: 9}, 9, "m: 9 ties a newcomer, want 1 to 8 for 9 agents"},
		{Blocks{nan, nan, 3, nan}, 9, "degree_within: 3 ties an agent, want 0 to 2 for these units"},
		{Blocks{nan, 0.1, nan, 2}, 9, "degree_between: given beside p_between, want one of them"},
		{Star{Hub: 9}, 9, "hub: agent 9, want 0 to 8"},
		{Tree{Span: 0}, 9, "span: 0, want 1 or more"},
	} {
		if err := tt.gen.Check(tt.n, unitsOf(tt.n, 3)); err == nil || err.Error() != tt.want {
			t.Errorf("%T%+v: %v, want %s", tt.gen, tt.gen, err, tt.want)
		}
	}
	if err := (Blocks{0.5, 0.5, nan, nan}).Check(3, nil); err == nil {
		t.Error("blocks without units were taken")
	}
}

// Every kind is named, documented, reads its defaults without an error and
// makes a network from them, also of nobody and of one.
func TestCatalogue(t *testing.T) {
	for _, k := range Catalogue {
		if k.Name == "" || k.Doc == "" || k.Formula == "" || k.Source == "" {
			t.Errorf("%s lacks words: %+v", k.Name, k)
		}
		if found, ok := Find(k.Name); !ok || found.Name != k.Name {
			t.Errorf("%s is not found", k.Name)
		}
		for _, e := range k.Parameters() {
			if e.Doc == "" || strings.Contains(e.Path, ".") {
				t.Errorf("%s: parameter %s: %q", k.Name, e.Path, e.Doc)
			}
		}
		root, err := keys.Parse("x", nil)
		if err != nil {
			t.Fatal(err)
		}
		gen := k.Read(root)
		for _, n := range []int{0, 1, 30} {
			if err := gen.Check(n, unitsOf(n, 3)); err != nil {
				t.Errorf("%s of %d: %v", k.Name, n, err)
				continue
			}
			if ties := len(gen.Rows(n, unitsOf(n, 3), draws(1)).To); n < 2 && ties != 0 || n > 2 && ties == 0 {
				t.Errorf("%s of %d: %d ties", k.Name, n, ties)
			}
			if m := gen.Expect(n, unitsOf(n, 3)); m < 0 || math.IsNaN(m) {
				t.Errorf("%s of %d: %v ties expected", k.Name, n, m)
			}
		}
	}
}

func TestChain(t *testing.T) {
	for _, tt := range []struct {
		n, span, depth int
		levels         string
	}{
		{0, 3, 0, ""}, {1, 3, 1, "0"}, {4, 3, 2, "0111"}, {5, 3, 3, "01112"}, {7, 2, 3, "0112222"}, {4, 1, 4, "0123"},
	} {
		m := Chain(tt.n, tt.span)
		var got strings.Builder
		for _, l := range Levels(m) {
			got.WriteString(fmt.Sprint(l))
		}
		if err := CheckChain(m, nil); err != nil || got.String() != tt.levels || Depth(m) != tt.depth {
			t.Errorf("%d with a span of %d: levels %s, depth %d, %v; want %s, %d", tt.n, tt.span, got.String(), Depth(m), err, tt.levels, tt.depth)
		}
	}
	names := strings.Fields("ann bob cy dee")
	name := func(i int) string { return names[i] }
	for _, tt := range []struct {
		manager []int32
		want    string
	}{
		{[]int32{-1, 0, 0, 1}, ""},
		{[]int32{1, 2, 0, -1}, "a cycle in the chain of command: ann reports to bob reports to cy reports to ann"},
		{[]int32{-1, 2, 3, 2}, "a cycle in the chain of command: cy reports to dee reports to cy"},
		{[]int32{-1, 1, 0, 0}, "a cycle in the chain of command: bob reports to bob"},
		{[]int32{-1, 0, 7, 0}, "the manager of cy is number 7, want -1 to 3"},
	} {
		got := ""
		if err := CheckChain(tt.manager, name); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%v: %s, want %s", tt.manager, got, tt.want)
		}
	}
	long := make([]int32, 100)
	for i := range long {
		long[i] = int32((i + 1) % 100)
	}
	if err := CheckChain(long, nil); err == nil || !strings.Contains(err.Error(), "(88 more)") {
		t.Errorf("a long cycle: %v", err)
	}
}

func benchmarkGenerator(b *testing.B, g Generator) {
	const n = 1_000_000
	units := unitsOf(n, 1000)
	for b.Loop() {
		r := g.Rows(n, units, draws(1))
		b.ReportMetric(float64(len(r.To)), "ties")
	}
}

func BenchmarkSmallWorldMillion(b *testing.B) { benchmarkGenerator(b, SmallWorld{16, 0.1}) }
func BenchmarkRandomMillion(b *testing.B) {
	benchmarkGenerator(b, Random{P: math.NaN(), Degree: 16})
}
func BenchmarkPreferentialMillion(b *testing.B) { benchmarkGenerator(b, Preferential{M: 8}) }
func BenchmarkBlocksMillion(b *testing.B) {
	benchmarkGenerator(b, Blocks{math.NaN(), math.NaN(), 14, 2})
}
func BenchmarkRingMillion(b *testing.B)    { benchmarkGenerator(b, Ring{16}) }
func BenchmarkLatticeMillion(b *testing.B) { benchmarkGenerator(b, Lattice{}) }
