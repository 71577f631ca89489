package exact

// MaxSeed is the largest seed [2^53 − 1]: every seed survives a round trip
// through the floating-point numbers of R, JSON and JavaScript.
const MaxSeed = 1<<53 - 1

// Purpose says what a draw is for. Each purpose has draws of its own, so that
// a new one leaves all older ones alone. A package lists its purposes in one
// place and never reuses a number.
type Purpose uint32

// Draws are the random numbers of one purpose in one cycle: pure functions of
// (seed, purpose, cycle) and of the agent or tie and the number asked for. The
// order of asking, the number of workers and other draws do not matter.
type Draws struct {
	key     [2]uint32
	cycle   uint32
	purpose uint32
}

// NewDraws returns the draws of a purpose in a cycle [0 or more; set-up draws
// use cycle 0] under a seed [0..MaxSeed].
func NewDraws(seed uint64, p Purpose, cycle int) Draws {
	return Draws{key: [2]uint32{uint32(seed), uint32(seed >> 32)}, cycle: uint32(cycle), purpose: uint32(p)}
}

// Bits returns 128 random bits for entities a and b (an agent and 0, or the two
// ends of a tie) and number k.
func (d Draws) bits(a, b uint32, k int) [4]uint32 {
	return Philox([4]uint32{a, b, d.cycle, d.purpose<<16 ^ uint32(k)}, d.key)
}

// unit makes a number in [0, 1) of 53 of 64 random bits.
func unit(hi, lo uint32) float64 {
	return float64((uint64(hi)<<32|uint64(lo))>>11) / (1 << 53)
}

// Share returns number k [0..65535] of agent i, uniform in [0, 1).
func (d Draws) Share(i uint32, k int) float64 {
	w := d.bits(i, 0, k)
	return unit(w[0], w[1])
}

// Two returns the two uniform numbers [0, 1) that number k of agent i holds:
// the first equals Share(i, k).
func (d Draws) Two(i uint32, k int) (float64, float64) {
	w := d.bits(i, 0, k)
	return unit(w[0], w[1]), unit(w[2], w[3])
}

// Tie returns number k of the tie i→j, uniform in [0, 1).
func (d Draws) Tie(i, j uint32, k int) float64 {
	w := d.bits(i, j, k)
	return unit(w[0], w[1])
}

// Normal returns number k of agent i, standard normal.
func (d Draws) Normal(i uint32, k int) float64 { return Quantile(d.open(i, 0, k)) }

// TieNormal returns number k of the tie i→j, standard normal.
func (d Draws) TieNormal(i, j uint32, k int) float64 { return Quantile(d.open(i, j, k)) }

// open is uniform in the open interval (0, 1), symmetric about a half.
func (d Draws) open(a, b uint32, k int) float64 {
	w := d.bits(a, b, k)
	return (float64((uint64(w[0])<<32|uint64(w[1]))>>12) + 0.5) / (1 << 52)
}

// Int returns number k of agent i, uniform in 0..n−1; n at least 1.
func (d Draws) Int(i uint32, k, n int) int { return int(d.Share(i, k) * float64(n)) }

// Stream returns the draws of one entity as a sequence, for set-up work that
// needs an unknown number of them (networks, shuffles).
func (d Draws) Stream(a uint32) *Stream { return &Stream{draws: d, a: a} }

// A Stream is a sequence of draws of one purpose, cycle and entity. Its state
// is its position alone.
type Stream struct {
	draws Draws
	a     uint32
	n     uint32
}

func (s *Stream) next() [4]uint32 {
	w := s.draws.bits(s.a, s.n, 0xFFFF)
	s.n++
	return w
}

// Share returns the next number, uniform in [0, 1).
func (s *Stream) Share() float64 {
	w := s.next()
	return unit(w[0], w[1])
}

// Normal returns the next number, standard normal.
func (s *Stream) Normal() float64 {
	w := s.next()
	return Quantile((float64((uint64(w[0])<<32|uint64(w[1]))>>12) + 0.5) / (1 << 52))
}

// Int returns the next number, uniform in 0..n−1; n at least 1.
func (s *Stream) Int(n int) int { return int(s.Share() * float64(n)) }

// Shuffle puts xs into a random order, each order equally likely (Fisher &
// Yates, Durstenfeld's form).
func Shuffle[T any](s *Stream, xs []T) {
	for i := len(xs) - 1; i > 0; i-- {
		j := s.Int(i + 1)
		xs[i], xs[j] = xs[j], xs[i]
	}
}

// Perm returns the numbers 0..n−1 in a random order.
func (s *Stream) Perm(n int) []int {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	Shuffle(s, p)
	return p
}
