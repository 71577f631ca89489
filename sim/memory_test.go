package sim_test

import (
	"fmt"
	"runtime"
	"testing"
)

// TestMemory holds a large organisation to what its scenario estimates.
func TestMemory(t *testing.T) {
	const n = 200000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	m := model(t, fmt.Sprintf(large, n))
	m.Step()
	runtime.GC()
	runtime.ReadMemStats(&after)
	bytes := float64(after.HeapAlloc-before.HeapAlloc) / n
	t.Logf("%.0f bytes an agent with 16 ties, %.0f by the estimate", bytes, m.Spec.Bytes()/n)
	if bytes > m.Spec.Bytes()/n {
		t.Errorf("%.0f bytes an agent, the estimate says %.0f", bytes, m.Spec.Bytes()/n)
	}
	runtime.KeepAlive(m)
}
