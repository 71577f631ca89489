package classic

import (
	"math"
	"testing"

	"tutti/sim/exact"
)

// The network has as many ties as it should, each in both directions once.
func TestWattsNetwork(t *testing.T) {
	for _, s := range []*wattsSpec{
		{n: 2000, ties: 4, phi: .18, seeds: 1},
		{n: 2000, ties: 4, phi: .18, seeds: 1, byEdges: true},
		{n: 40, ties: 39, phi: .18, seeds: 1},
		{n: 40, ties: 39, phi: .18, seeds: 1, byEdges: true},
		{n: 2, ties: 1, phi: .18, seeds: 1, byEdges: true},
		{n: 50, ties: 0, phi: .18, seeds: 1, byEdges: true},
		{n: 2, ties: 1, phi: .18, seeds: 1},
		{n: 50, ties: 0, phi: .18, seeds: 1},
	} {
		total := 0.0
		for seed := range uint64(20) {
			m := s.New(seed).(*wattsModel)
			total += float64(len(m.with)) / 2
			known := map[[2]int32]bool{}
			for i := range int32(s.n) {
				for _, j := range m.with[m.first[i]:m.first[i+1]] {
					if i == j || known[[2]int32{i, j}] {
						t.Fatalf("%+v: tie %d–%d is a loop or stands twice", s, i, j)
					}
					known[[2]int32{i, j}] = true
				}
			}
			for tie := range known {
				if !known[[2]int32{tie[1], tie[0]}] {
					t.Fatalf("%+v: tie %v has one direction only", s, tie)
				}
			}
		}
		want := float64(s.n) * s.ties / 2
		closeTo(t, "ties", total/20, want, 5*math.Sqrt(want/20+1e-9))
	}
}

// The cascade against the plain definition: sweep until nobody moves.
func TestWattsCascade(t *testing.T) {
	for i := range 300 {
		d := exact.NewDraws(uint64(i), 9990, 0)
		s := &wattsSpec{n: 10 + d.Int(0, 0, 80), ties: 1 + 4*d.Share(1, 0), phi: 0.05 + 0.4*d.Share(2, 0), seeds: 1 + d.Int(3, 0, 3), strict: d.Share(4, 0) < 0.3}
		m := s.New(uint64(i)).(*wattsModel)
		want := make([]bool, s.n)
		for _, k := range m.start {
			want[k] = true
		}
		for moved := true; moved; {
			moved = false
			for k := range int32(s.n) {
				with := m.with[m.first[k]:m.first[k+1]]
				n := 0.0
				for _, j := range with {
					if want[j] {
						n++
					}
				}
				share := n / float64(len(with))
				if len(with) > 0 && n > 0 && !want[k] && (share > s.phi || !s.strict && share == s.phi) {
					want[k], moved = true, true
				}
			}
		}
		settle(m, 1000)
		for k := range want {
			if want[k] != (m.adopted[k] == 1) {
				t.Fatalf("case %d: person %d adopted is %v, want %v", i, k, m.adopted[k] == 1, want[k])
			}
		}
	}
}

// The roots of the window, against a sum over the Poisson law itself.
func TestCascadeWindow(t *testing.T) {
	d := exact.NewDraws(1, 9985, 0)
	for i := range 200 {
		phi := 0.05 + float64(0.2*d.Share(uint32(i), 0))
		lo, hi, ok := cascadeWindow(phi)
		if !ok {
			t.Fatalf("no window at φ=%v", phi)
		}
		for _, z := range []float64{lo, hi} {
			p, total := math.Exp(-z), 0.0
			for k := range 100 {
				if float64(k) <= 1/phi {
					total += float64(k*(k-1)) * p
				}
				p *= z / float64(k+1)
			}
			closeTo(t, "Σ k(k−1)p_k", total, z, 1e-9)
		}
	}
	if _, _, ok := cascadeWindow(0.4); ok {
		t.Error("a window at φ=.4, want none: nobody with three ties is moved by one")
	}
}

func TestWattsPaper(t *testing.T) {
	for _, e := range watts2002.Experiments {
		wantAgreement(t, reduced(t, e.Run))
	}
}

func BenchmarkWatts(b *testing.B) {
	s := &wattsSpec{n: 2000, ties: 3, phi: 0.18, seeds: 1, global: 0.1}
	for i := range b.N {
		settle(s.New(uint64(i)), 5000)
	}
	perSecond(b)
}
