package nk

import (
	"fmt"
	"math"
	"testing"

	"tutti/sim/exact"
)

// landscape fails the test on an error.
func landscape(t testing.TB, n, k int, seed uint64) *Landscape {
	t.Helper()
	l, err := Random(n, k, exact.NewDraws(seed, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestGainIsTheExactDifference(t *testing.T) {
	for seed := range uint64(30) {
		n := 1 + int(seed)%24
		l := landscape(t, n, int(seed*7)%n, seed)
		w := exact.NewDraws(seed, 2, 0).Words(0)
		x := w.Word() & (1<<n - 1)
		total := l.Total(x)
		for range 200 {
			b := w.Int(n)
			total += l.Gain(x, b)
			x ^= 1 << b
			if want := l.Total(x); total != want {
				t.Fatalf("n=%d seed=%d: walked total %v, summed %v", n, seed, total, want)
			}
		}
		if got, want := l.Sum(x, 1<<n-1), total; got != want {
			t.Errorf("sum over all bits %v, total %v", got, want)
		}
	}
}

func TestMaxAgainstAllStrings(t *testing.T) {
	for seed := range uint64(60) {
		n := 1 + int(seed)%13
		l := landscape(t, n, int(seed*5)%n, seed)
		want := -1.0
		for x := range uint64(1) << n {
			want = max(want, l.Score(x))
		}
		got, at, ok := l.Max()
		if !ok || got != want || l.Score(at) != want {
			t.Errorf("n=%d seed=%d: max %v at %x (%v), want %v", n, seed, got, at, l.Score(at), want)
		}
	}
}

func TestScoresAreUniformMeans(t *testing.T) {
	var m1, m2 float64
	const runs = 20000
	for seed := range uint64(runs) {
		s := landscape(t, 6, 2, seed).Score(seed & 63)
		m1 += s / runs
		m2 += s * s / runs
	}
	if sd := math.Sqrt(m2 - m1*m1); math.Abs(m1-0.5) > 0.004 || math.Abs(sd-math.Sqrt(1.0/72)) > 0.003 {
		t.Errorf("mean %.4f, sd %.4f; want 0.5 and %.4f", m1, sd, math.Sqrt(1.0/72))
	}
}

// Without interactions there is one peak; with all of them 2^N/(N+1) on
// average (Kauffman & Levin 1987).
func TestPeaks(t *testing.T) {
	for seed := range uint64(10) {
		if got := landscape(t, 12, 0, seed).Peaks(); got != 1 {
			t.Errorf("K=0: %d peaks", got)
		}
	}
	sum := 0.0
	const runs = 60
	for seed := range uint64(runs) {
		sum += float64(landscape(t, 8, 7, seed).Peaks()) / runs
	}
	if want := 256.0 / 9; math.Abs(sum-want) > 2 {
		t.Errorf("K=N−1: %.2f peaks on average, want %.2f", sum, want)
	}
}

func TestInputs(t *testing.T) {
	l := landscape(t, 20, 5, 3)
	for i := range 20 {
		n := 0
		for b := range 20 {
			if l.Reads(i, b) {
				n++
			}
		}
		if n != 6 || !l.Reads(i, i) {
			t.Errorf("contribution %d reads %d bits, want 6, its own among them", i, n)
		}
	}
	a, err := Adjacent(10, 3, exact.NewDraws(1, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	if !a.Reads(9, 2) || a.Reads(9, 3) {
		t.Error("contribution 9 of 10 must read bits 9, 0, 1 and 2")
	}
	m, err := FromMatrix([][]bool{{true, false, true}, {false, true, false}, {false, false, false}}, exact.NewDraws(1, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	if !m.Reads(0, 2) || m.Reads(1, 2) || !m.Reads(2, 2) {
		t.Error("the matrix is not the one given")
	}
	if m.Gain(5, 1) != m.Contribution(1, 7)-m.Contribution(1, 5) {
		t.Error("a bit that only its own contribution reads changes others")
	}
}

// Drawn with repetition, k others are 19·(1−(18/19)^5) = 4.50 of 5 on average,
// and 19·(1−(19/20)^5) = 4.30 when the own bit may be drawn.
func TestRepeated(t *testing.T) {
	for _, tt := range []struct {
		own  bool
		want float64
	}{{false, 4.50}, {true, 4.30}} {
		n := 0
		for seed := range uint64(300) {
			l, err := Repeated(20, 5, tt.own, exact.NewDraws(seed, 1, 0))
			if err != nil {
				t.Fatal(err)
			}
			for i := range 20 {
				if !l.Reads(i, i) {
					t.Fatalf("contribution %d does not read its own bit", i)
				}
				n += len(l.inputs[i]) - 1
			}
		}
		if got := float64(n) / 6000; math.Abs(got-tt.want) > 0.05 {
			t.Errorf("own %v: %.2f other bits on average, want %.2f", tt.own, got, tt.want)
		}
	}
}

func TestSizesThatAreRefused(t *testing.T) {
	d := exact.NewDraws(1, 1, 0)
	for _, tt := range []struct{ n, k int }{{0, 0}, {65, 1}, {5, 5}, {5, -1}, {64, 40}, {40, 25}} {
		if _, err := Random(tt.n, tt.k, d); err == nil {
			t.Errorf("n=%d k=%d was taken", tt.n, tt.k)
		}
		if _, err := Adjacent(tt.n, tt.k, d); err == nil {
			t.Errorf("adjacent n=%d k=%d was taken", tt.n, tt.k)
		}
	}
	if _, err := FromMatrix([][]bool{{true}, {true}}, d); err == nil {
		t.Error("a ragged matrix was taken")
	}
	if _, _, ok := landscape(t, 21, 2, 1).Max(); ok {
		t.Error("a maximum above MaxExact bits")
	}
}

func ExampleLandscape_Max() {
	l, _ := Random(20, 5, exact.NewDraws(1, 1, 0))
	best, at, _ := l.Max()
	fmt.Println(l.IsPeak(at), l.Score(at) == best)
	// Output: true true
}

func BenchmarkMax(b *testing.B) {
	for i := range b.N {
		landscape(b, 20, 5, uint64(i)).Max()
	}
}

// BenchmarkMaxAllStrings is the plain way: score every string.
func BenchmarkMaxAllStrings(b *testing.B) {
	for i := range b.N {
		l, best := landscape(b, 20, 5, uint64(i)), 0.0
		for x := range uint64(1) << 20 {
			best = max(best, l.Score(x))
		}
	}
}

func BenchmarkGain(b *testing.B) {
	l, s := landscape(b, 20, 5, 1), 0.0
	for i := range b.N {
		s += l.Gain(uint64(i)&(1<<20-1), i%20)
	}
	_ = s
}
