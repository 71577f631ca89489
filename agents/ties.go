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
	if len(ties) > MaxTies {
		return fmt.Errorf("%d ties, want at most %d", len(ties), MaxTies)
	}
	if !slices.IsSortedFunc(ties, byEnds) {
		slices.SortStableFunc(ties, byEnds)
	}
	ties = slices.CompactFunc(ties, func(a, b Tie) bool { return a.From == b.From && a.To == b.To })
	o.Start = make([]int32, o.N+1)
	o.To = make([]int32, len(ties))
	o.Trust = make([]float32, len(ties))
	for k, t := range ties {
		o.Start[t.From+1]++
		o.To[k], o.Trust[k] = t.To, t.Trust
	}
	for i := range o.N {
		o.Start[i+1] += o.Start[i]
	}
	o.Level = make([]uint8, len(ties))
	o.SetLevels(levels)
	return nil
}

func byEnds(a, b Tie) int {
	if a.From != b.From {
		return int(a.From) - int(b.From)
	}
	return int(a.To) - int(b.To)
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
	for i := range o.N {
		for k := o.Start[i]; k < o.Start[i+1]; k++ {
			o.Level[k] = 0
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

// Tie returns the number of the tie i→j, −1 when there is none.
func (o *Org) Tie(i, j int) int {
	row := o.To[o.Start[i]:o.Start[i+1]]
	if at, ok := slices.BinarySearch(row, int32(j)); ok {
		return int(o.Start[i]) + at
	}
	return -1
}
