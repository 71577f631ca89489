package exact

import (
	"math"
	"math/bits"
	"testing"
)

func TestMaskHitsItsShare(t *testing.T) {
	const rounds, lanes = 20000, uint64(0x3FFFFFFF)
	for _, p := range []float64{0, 1e-3, 0.1, 0.3, 0.5, 0.75, 0.9, 1 - 1.0/(1<<53), 1} {
		w := NewDraws(1, 2, 3).Words(4)
		var each [30]int
		total := 0
		for range rounds {
			hit := w.Mask(lanes, p)
			if hit&^lanes != 0 {
				t.Fatalf("p=%v: lanes %x hit outside %x", p, hit, lanes)
			}
			total += bits.OnesCount64(hit)
			for i := range each {
				each[i] += int(hit >> i & 1)
			}
		}
		sd := math.Sqrt(p * (1 - p) / rounds)
		if got := float64(total) / (30 * rounds); math.Abs(got-p) > 5*sd/math.Sqrt(30)+1e-9 {
			t.Errorf("p=%v: share hit %v", p, got)
		}
		for i, n := range each {
			if got := float64(n) / rounds; math.Abs(got-p) > 5*sd+1e-9 {
				t.Errorf("p=%v: lane %d hit %v", p, i, got)
			}
		}
	}
}

func TestMaskLanesAreIndependent(t *testing.T) {
	w := NewDraws(7, 1, 0).Words(0)
	const rounds, p = 40000, 0.3
	both := 0
	for range rounds {
		hit := w.Mask(3, p)
		if hit == 3 {
			both++
		}
	}
	if got := float64(both) / rounds; math.Abs(got-p*p) > 5*math.Sqrt(p*p/rounds) {
		t.Errorf("two lanes hit together %v, want %v", got, p*p)
	}
}

func TestWordsAreAPureSequence(t *testing.T) {
	d := NewDraws(11, 5, 8)
	a, b := d.Words(3), d.Words(3)
	seen := map[uint64]bool{}
	for k := range 1000 {
		x, y := a.Word(), b.Word()
		if x != y {
			t.Fatalf("word %d: %x and %x", k, x, y)
		}
		if seen[x] {
			t.Fatalf("word %d came before", k)
		}
		seen[x] = true
	}
	s := d.Stream(3)
	if first := d.Words(3); s.Share() == first.Share() {
		t.Error("a stream and the words of one entity share their first draw")
	}
	for range 1000 {
		if n := a.Int(7); n < 0 || n > 6 {
			t.Fatalf("Int(7) = %d", n)
		}
	}
}

func BenchmarkMask(b *testing.B) {
	w := NewDraws(1, 1, 1).Words(0)
	for range b.N {
		w.Mask(1<<10-1, 0.1)
	}
}

func BenchmarkWord(b *testing.B) {
	w := NewDraws(1, 1, 1).Words(0)
	for range b.N {
		w.Word()
	}
}
