package agents

import (
	"fmt"
	"math"
	"slices"
)

// A Tie says that From attends to To, with a trust in it [0..1].
type Tie struct {
	From, To int32
	Trust    float32
}

// MaxTies is how many ties an organisation may have.
const MaxTies = math.MaxInt32

// SetTies replaces all ties. They may come in any order; of two between the
// same pair the first is kept. Levels of authority follow from Manager, at most
// levels up.
func (o *Org) SetTies(ties []Tie, levels int) error {
	return o.TieAll(levels, func(_ bool, add func(t Tie)) {
		for _, t := range ties {
			add(t)
		}
	})
}

// TieAll is SetTies for ties that are made as they are asked for, so that no
// list of them is kept: each adds all of them, in the same order whenever it is
// called, which is twice. The first time they are only counted, and their trust
// is not asked for.
func (o *Org) TieAll(levels int, each func(counting bool, add func(t Tie))) error {
	count := 0
	start := make([]int32, o.N+1)
	each(true, func(t Tie) {
		start[t.From+1]++ // of more ties than there may be the sums overflow and are not used
		count++
	})
	if count > MaxTies {
		return fmt.Errorf("%d ties, want at most %d", count, MaxTies)
	}
	for i := range o.N {
		start[i+1] += start[i]
	}
	o.Start, o.To, o.Trust = start, make([]int32, count), make([]float32, count)
	next := slices.Clone(start[:o.N])
	each(false, func(t Tie) {
		o.To[next[t.From]], o.Trust[next[t.From]] = t.To, t.Trust
		next[t.From]++
	})
	o.sortTies()
	o.SetLevels(levels)
	return nil
}

// sortTies sorts every row of ties by its far ends and keeps the first of equal
// ones.
func (o *Org) sortTies() {
	var row []Tie
	kept := int32(0)
	for i := range o.N {
		from, to := o.Start[i], o.Start[i+1]
		o.Start[i] = kept
		sorted := true
		for k := from + 1; k < to; k++ {
			sorted = sorted && o.To[k-1] < o.To[k]
		}
		if sorted {
			copy(o.To[kept:], o.To[from:to])
			copy(o.Trust[kept:], o.Trust[from:to])
			kept += to - from
			continue
		}
		row = row[:0]
		for k := from; k < to; k++ {
			row = append(row, Tie{To: o.To[k], Trust: o.Trust[k]})
		}
		slices.SortStableFunc(row, func(a, b Tie) int { return int(a.To) - int(b.To) })
		row = slices.CompactFunc(row, func(a, b Tie) bool { return a.To == b.To })
		for _, t := range row {
			o.To[kept], o.Trust[kept] = t.To, t.Trust
			kept++
		}
	}
	o.Start[o.N] = kept
	o.To, o.Trust = o.To[:kept], o.Trust[:kept]
}

// Ties returns all ties, row by row.
func (o *Org) Ties() []Tie {
	ties := make([]Tie, 0, len(o.To))
	for i := range o.N {
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			ties = append(ties, Tie{int32(i), o.To[k], o.Trust[k]})
		}
	}
	return ties
}

// SetLevels works out, for each tie i→j, how many levels of the chain of
// command j stands above i, up to most [0..255]; 0 when j is not above i.
func (o *Org) SetLevels(most int) {
	o.Level = nil
	if !slices.ContainsFunc(o.Manager, func(up int32) bool { return up >= 0 }) {
		return
	}
	o.Level = make([]uint8, len(o.To))
	for i := range o.N {
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			up := o.Manager[i]
			for level := 1; up >= 0 && level <= most; level++ {
				if up == o.To[k] {
					o.Level[k] = uint8(level)
					break
				}
				up = o.Manager[up]
			}
		}
	}
}

// LevelOf is how many levels above its near end a tie's far end stands; 0 when
// it does not.
func (o *Org) LevelOf(tie int) int {
	if o.Level == nil {
		return 0
	}
	return int(o.Level[tie])
}

// Tie returns the number of the tie i→j, −1 when there is none.
func (o *Org) Tie(i, j int) int {
	row := o.To[o.Start[i]:o.Start[i+1]]
	if at, ok := slices.BinarySearch(row, int32(j)); ok {
		return int(o.Start[i]) + at
	}
	return -1
}
