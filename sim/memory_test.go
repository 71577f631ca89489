package sim_test

import (
	"fmt"
	"runtime"
	"testing"
)

// TestMemory holds a large organisation to what its scenario estimates, with all
// that is kept of past windows.
func TestMemory(t *testing.T) {
	const n, most = 100000, 600 // so that ten million fit in 8 GiB
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m := model(t, "window = 1\n"+fmt.Sprintf(large, n))
	for range 2 {
		m.Step()
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	bytes := float64(after.HeapAlloc-before.HeapAlloc) / n
	t.Logf("%.0f bytes an agent with 16 ties, %.0f by the estimate", bytes, m.Spec.Bytes()/n)
	if bytes > most {
		t.Errorf("%.0f bytes an agent, want at most %d", bytes, most)
	}
	if bytes > m.Spec.Bytes()/n {
		t.Errorf("%.0f bytes an agent, the estimate says %.0f", bytes, m.Spec.Bytes()/n)
	}
	runtime.KeepAlive(m)
}
