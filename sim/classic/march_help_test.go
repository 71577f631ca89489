package classic

import (
	"bytes"
	"math"
	"testing"

	"tutti/sim/exact"
)

func abs(x float64) float64 { return math.Abs(x) }

// quiet takes progress and says nothing.
func quiet(done, total int) {}

// reduced runs an experiment at its reduced size. How far it says it is must
// never fall and, if anything was said, end at the whole.
func reduced(t *testing.T, run func(full bool, progress func(done, total int)) Report) Report {
	t.Helper()
	told, share := false, 0.0
	r := run(false, func(done, total int) {
		at := float64(done) / float64(total)
		if at < share || at > 1 {
			t.Errorf("progress %d of %d after a share of %v", done, total, share)
		}
		told, share = true, at
	})
	if told && share != 1 {
		t.Errorf("progress ended at a share of %v", share)
	}
	return r
}

// wantAgreement fails on every outcome that differs, and on those too few to
// tell only in the log.
func wantAgreement(t *testing.T, reports ...Report) {
	t.Helper()
	for _, r := range reports {
		for _, o := range r.Outcomes {
			t.Logf("%s: ours %.4f ± %.4f, published %.4f ± %.4f: %s", o.Name, o.Ours, o.SE, o.Published, o.Tolerance, o.Verdict)
			if o.Verdict == Differs {
				t.Errorf("%s: ours %.4f (se %.4f), want %.4f (tolerance %.4f)", o.Name, o.Ours, o.SE, o.Published, o.Tolerance)
			}
		}
	}
}

// resumes runs a model twice, once saved and restored in the middle into a
// fresh one, and wants equal states and measures.
func resumes(t *testing.T, spec Spec, half int) {
	t.Helper()
	whole, first := spec.New(5), spec.New(5)
	for range half {
		whole.Step()
		first.Step()
	}
	var saved bytes.Buffer
	w := exact.NewWriter(&saved)
	first.State(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	second := spec.New(6)
	r := exact.NewReader(&saved)
	second.State(r)
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	if exact.Digest(second) != exact.Digest(whole) {
		t.Fatal("a restored state has another digest")
	}
	for range half {
		whole.Step()
	}
	restored := spec.New(5)
	r = exact.NewReader(bytes.NewReader(save(t, first)))
	restored.State(r)
	for range half {
		restored.Step()
	}
	if exact.Digest(restored) != exact.Digest(whole) {
		t.Error("a resumed run ends in another state")
	}
	if whole.Cycle() != 2*half || restored.Cycle() != 2*half {
		t.Errorf("cycles %d and %d, want %d", whole.Cycle(), restored.Cycle(), 2*half)
	}
	a, b := make([]float64, len(whole.Columns())), make([]float64, len(whole.Columns()))
	whole.Measure(a)
	restored.Measure(b)
	for i, c := range whole.Columns() {
		if a[i] != b[i] && !(math.IsNaN(a[i]) && math.IsNaN(b[i])) {
			t.Errorf("%s: %v and %v", c.Name, a[i], b[i])
		}
		if a[i] < c.Lo || a[i] > c.Hi {
			t.Errorf("%s: %v is outside [%v, %v]", c.Name, a[i], c.Lo, c.Hi)
		}
	}
}

func save(t *testing.T, m Model) []byte {
	t.Helper()
	var b bytes.Buffer
	w := exact.NewWriter(&b)
	m.State(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// perSecond reports runs a second.
func perSecond(b *testing.B) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "runs/s")
}

// beside times a model and a plain loop of the same model, one after the other
// under each seed, so that a busy machine hinders both. It reports runs a second
// of both and the ratio of the two: above 1 ours is the faster.
func beside(b *testing.B, ours, plain func(seed uint64)) {
	var first, second float64
	for i := range b.N {
		begin := b.Elapsed()
		ours(uint64(i))
		middle := b.Elapsed()
		plain(uint64(i))
		first += (middle - begin).Seconds()
		second += (b.Elapsed() - middle).Seconds()
	}
	n := float64(b.N)
	b.ReportMetric(first/n*1e9, "ns/op")
	b.ReportMetric(n/first, "runs/s")
	b.ReportMetric(n/second, "plain-runs/s")
	b.ReportMetric(second/first, "times-as-fast")
}
