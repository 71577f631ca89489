package classic

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

// closeTo reports got where it is further from want than tol.
func closeTo(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s: got %v, want %v ± %v", what, got, want, tol)
	}
}

// randomOpinions is a model with random size, network and susceptibilities.
func randomOpinions(i int, lo float64) *opinionSpec {
	d := exact.NewDraws(uint64(i), 9999, 0)
	s := &opinionSpec{n: 2 + d.Int(0, 0, 20), self: d.Share(1, 0), stopBelow: 1e-15}
	s.network = opinionNetworks[d.Int(2, 0, len(opinionNetworks))]
	s.ties = 1 + d.Int(3, 0, s.n-1)
	for k := range s.n {
		s.susceptibility = append(s.susceptibility, lo+float64((0.98-lo)*d.Share(uint32(10+k), 1)))
	}
	return s
}

func TestRowsSumToOne(t *testing.T) {
	for i := range 200 {
		m := randomOpinions(i, 0).New(uint64(i)).(*opinionModel)
		for r := range m.n {
			row := m.weights[r*m.n : (r+1)*m.n]
			closeTo(t, "sum of a row", sum(row), 1, 1e-12)
			for _, w := range row {
				if w < 0 {
					t.Fatalf("seed %d: weight %v is negative", i, w)
				}
			}
		}
	}
}

// The equilibrium and the influence shares, over random groups, against the
// closed form V = (I−ΛW)⁻¹(I−Λ) by gonum.
func TestFriedkinJohnsenClosedForm(t *testing.T) {
	for i := range 200 {
		m := settle(randomOpinions(i, 0).New(uint64(i)), 5000).(*opinionModel)
		n := m.n
		w, a, b := mat.NewDense(n, n, m.weights), mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
		for r := range n {
			for c := range n {
				a.Set(r, c, -m.susceptible[r]*w.At(r, c))
			}
			a.Set(r, r, a.At(r, r)+1)
			b.Set(r, r, 1-m.susceptible[r])
		}
		var v mat.Dense
		if err := v.Solve(a, b); err != nil {
			t.Fatal(err)
		}
		var end mat.VecDense
		end.MulVec(&v, mat.NewVecDense(n, m.first))
		for r := range n {
			closeTo(t, "limit", m.limit[r], end.AtVec(r), 1e-10)
			closeTo(t, "opinion after long", m.opinions[r], end.AtVec(r), 1e-9)
			closeTo(t, "influence", m.influence[r], mat.Sum(v.ColView(r))/float64(n), 1e-10)
		}
	}
}

func TestDeGrootConsensus(t *testing.T) {
	for i := range 100 {
		s := randomOpinions(i, 0)
		s.susceptibility, s.self = nil, 0.1+0.8*s.self
		m := settle(s.New(uint64(i)), 20000).(*opinionModel)
		if m.influence == nil { // several groups keep to themselves
			continue
		}
		closeTo(t, "shares sum to", sum(m.influence), 1, 1e-12)
		closeTo(t, "disagreement", measured(m, "disagreement"), 0, 1e-6)
		closeTo(t, "limit error", measured(m, "limit_error"), 0, 1e-6)
		moved := make([]float64, m.n)
		times(m.n, moved, transposed(m.n, m.weights), m.influence)
		for j, p := range m.influence {
			closeTo(t, "πW", moved[j], p, 1e-12)
		}
	}
}

func TestSolveAgainstGonum(t *testing.T) {
	for i := range 100 {
		st := exact.NewDraws(uint64(i), 9998, 0).Stream(0)
		n := 1 + st.Int(15)
		a, b := make([]float64, n*n), make([]float64, n)
		for k := range a {
			a[k] = st.Normal()
		}
		for k := range b {
			b[k] = st.Normal()
		}
		got, ok := solve(n, a, b)
		var want mat.VecDense
		if err := want.SolveVec(mat.NewDense(n, n, a), mat.NewVecDense(n, b)); err != nil || !ok {
			continue
		}
		for k := range got {
			closeTo(t, "solution", got[k], want.AtVec(k), 1e-8*(1+math.Abs(want.AtVec(k))))
		}
	}
	if _, ok := solve(2, []float64{1, 2, 2, 4}, []float64{1, 1}); ok {
		t.Error("a singular system was solved")
	}
}

// Two groups that keep to themselves have no common limit.
func TestNoUniqueLimit(t *testing.T) {
	s := &opinionSpec{n: 4, weights: []float64{.5, .5, 0, 0, .5, .5, 0, 0, 0, 0, .5, .5, 0, 0, .5, .5}}
	m := s.New(1)
	m.Step()
	if got := measured(m, "limit_error"); !math.IsNaN(got) {
		t.Errorf("distance from a limit that is not unique: got %v, want it missing", got)
	}
}

func TestOpinionErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"weights = [[0.5, 0.4], [0, 1]]", "x.toml:1: weights: row 1 sums to 0.9, want 1"},
		{"weights = [[1, 0, 0], [0, 1, 0]]", "x.toml:1: weights: row 1 has 3 weights, want 2: the matrix is square"},
		{"agents = 3\nopinions = [1, 2]", "x.toml:2: opinions: 2 opinions, want one for each of 3 people"},
		{"agents = 3\nties = 3", "x.toml:2: ties: 3 others, want at most 2 for 3 people"},
		{"agents = 3\nsusceptibility = [0.1, 0.2]", "x.toml:2: susceptibility: 2 values, want 1 or one for each of 3 people"},
	} {
		root, err := keys.Parse("x.toml", []byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		friedkinJohnsen.Read(root)
		if err := root.Err(); err == nil || err.Error() != tt.want {
			t.Errorf("%q: got error %v, want %q", tt.text, err, tt.want)
		}
	}
}

func TestOpinionPapers(t *testing.T) {
	wantAgreement(t, reduced(t, deGrootConsensus), reduced(t, friedkinJohnsenLimit))
}
