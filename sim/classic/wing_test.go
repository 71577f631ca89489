package classic

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

// randomEnsemble draws players with their own gains, clocks and motor noise.
func randomEnsemble(i int) *wingSpec {
	st := exact.NewDraws(uint64(i), 9997, 0).Stream(0)
	s := &wingSpec{n: 2 + st.Int(5), burnIn: 300, commonTempo: 500, intentions: st.Share() < 0.2}
	s.gains = make([]float64, s.n*s.n)
	for k := range s.gains {
		s.gains[k] = st.Share() * 1.6 / float64(s.n)
	}
	for range s.n {
		s.timekeeper = append(s.timekeeper, 0.2+st.Share())
		s.motor = append(s.motor, 0.8*st.Share())
		s.tempo = append(s.tempo, 500)
	}
	return s
}

// The covariance against a solution of (I − M⊗M)·vec X = vec Q by gonum.
func TestLyapunovAgainstGonum(t *testing.T) {
	solved := 0
	for i := range 300 {
		st := exact.NewDraws(uint64(i), 9996, 0).Stream(0)
		n := 1 + st.Int(5)
		m, q := make([]float64, n*n), make([]float64, n*n)
		for k := range m {
			m[k] = st.Normal() * 0.7 / math.Sqrt(float64(n))
			q[k] = st.Normal()
		}
		q = sandwich(n, q, unitMatrix(n)) // a covariance
		var eigen mat.Eigen
		if !eigen.Factorize(mat.NewDense(n, n, m), mat.EigenNone) {
			t.Fatal("no eigenvalues")
		}
		radius := 0.0
		for _, v := range eigen.Values(nil) {
			radius = max(radius, math.Hypot(real(v), imag(v)))
		}
		got, ok := lyapunov(n, m, q)
		if ok != (radius < 1) {
			t.Fatalf("case %d: solved is %v at spectral radius %v", i, ok, radius)
		}
		if !ok {
			continue
		}
		solved++
		dense := mat.NewDense(n, n, m)
		var kron, a mat.Dense
		kron.Kronecker(dense, dense)
		eye := mat.NewDense(n*n, n*n, unitMatrix(n*n))
		a.Sub(eye, &kron)
		var want mat.VecDense
		if err := want.SolveVec(&a, mat.NewVecDense(n*n, q)); err != nil {
			continue
		}
		for k := range got {
			closeTo(t, "covariance", got[k], want.AtVec(k), 1e-7*(1+math.Abs(want.AtVec(k))))
		}
	}
	if solved < 200 {
		t.Errorf("only %d of 300 cases were stable", solved)
	}
}

func unitMatrix(n int) []float64 {
	u := make([]float64, n*n)
	for i := range n {
		u[i*n+i] = 1
	}
	return u
}

// Simulated variances against the Lyapunov equation, for random ensembles.
func TestWingCovariance(t *testing.T) {
	for i := range 40 {
		s := randomEnsemble(i)
		theory := s.New(0).(*wingModel).theory
		if math.IsNaN(theory) {
			continue
		}
		got := make([]float64, 8)
		for k := range got {
			got[k] = measured(settle(s.New(uint64(k)), 3000), "pair_variance")
		}
		if mean, se := meanSE(got); math.Abs(mean-theory) > 5*se+0.02*theory {
			t.Errorf("ensemble %d: pair variance %v ± %v, Lyapunov says %v", i, mean, se, theory)
		}
	}
}

// Equal gains: the closed form of the first-order process, for any n.
func TestWingEqualGains(t *testing.T) {
	for n := 2; n < 12; n++ {
		for _, share := range []float64{0.05, 0.3, 0.9, 1, 1.2, 1.9} {
			g := share / float64(n)
			s := &wingSpec{n: n, gains: leaderGains(n, g, g, g), timekeeper: ones(n, 2), motor: ones(n, 0), tempo: ones(n, 500), commonTempo: 500}
			phi := 1 - share
			closeTo(t, "pair variance", s.New(1).(*wingModel).theory, 2*4/(1-phi*phi), 1e-9)
		}
		s := &wingSpec{n: n, gains: leaderGains(n, 2.01/float64(n), 2.01/float64(n), 2.01/float64(n)),
			timekeeper: ones(n, 1), motor: ones(n, 0), tempo: ones(n, 500), commonTempo: 500}
		if got := s.New(1).(*wingModel).theory; !math.IsNaN(got) {
			t.Errorf("%d players above 2/n: got variance %v, want it missing", n, got)
		}
	}
}

func ones(n int, x float64) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = x
	}
	return xs
}

// A player who wants to go faster sounds earlier, and all keep one tempo.
func TestWingTempo(t *testing.T) {
	s := quartet(leaderGains(4, .25, .25, .25), 0)
	s.tempo = []float64{490, 500, 500, 510}
	m := settle(s.New(1), 3000)
	if got := measured(m, "lead_first_player"); got < 5 {
		t.Errorf("the hasty player leads by %v ms, want clearly more than 0", got)
	}
}

func TestWingErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"gains = [[0, 0.1, 0.2], [0.1, 0, 0.2]]", "x.toml:1: gains: row 1 has 3 gains, want 2: the matrix is square"},
		{"players = 3\ntimekeeper = [1, 2]", "x.toml:2: timekeeper: 2 values, want 1 or one for each of 3 players"},
	} {
		root, err := keys.Parse("x.toml", []byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		wing2014.Read(root).New(1).Step()
		if err := root.Err(); err == nil || err.Error() != tt.want {
			t.Errorf("%q: got error %v, want %q", tt.text, err, tt.want)
		}
	}
}

func TestWingPaper(t *testing.T) {
	for _, e := range wing2014.Experiments {
		wantAgreement(t, reduced(t, e.Run))
	}
}

func BenchmarkWing(b *testing.B) {
	s := quartet(leaderGains(4, .25, .25, .25), 0)
	for i := range b.N {
		settle(s.New(uint64(i)), 500)
	}
	perSecond(b)
}
