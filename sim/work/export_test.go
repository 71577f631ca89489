package work

import (
	"tutti/sim/exact"
	"tutti/sim/nk"
)

// Settle on another landscape, with other first plans and other draws of tries:
// those of a published model with which the work is compared.
func (w *Search) Borrow(restore func(land *nk.Landscape), plans []uint64, tries exact.Purpose) {
	restore(w.land)
	w.on(w.land)
	copy(w.now, plans)
	copy(w.next, plans)
	copy(w.alone, plans)
	w.appraiseAll()
	w.flips = tries
}

// Held returns the plans and their totals.
func (w *Search) Held() ([]uint64, []float64) { return w.now, w.total }
