package exact

import "math"

// A Row is the random numbers of all ties of one agent in one cycle: SplitMix64
// (Steele, Lea & Flood 2014) at a place given by the other end, started from
// Philox bits of the agent. It costs a tenth of a call of Philox a tie.
type Row struct{ start uint64 }

// Row returns the numbers of agent i's ties.
func (d Draws) Row(i uint32) Row {
	w := d.bits(i, 0xFFFFFFFF, 0xFFFD)
	return Row{uint64(w[0])<<32 | uint64(w[1])}
}

// Word returns the 64 random bits of the tie to agent j.
func (r Row) Word(j uint32) uint64 {
	z := r.start + (uint64(j)+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Spread returns a number for the tie to agent j, uniform with mean 0 and
// standard deviation 1 [−√3..√3].
func (r Row) Spread(j uint32) float64 {
	u := float64(float64(r.Word(j)>>11) / (1 << 53))
	return float64((u - 0.5) * (2 * math.Sqrt2 * 1.224744871391589)) // √12
}
