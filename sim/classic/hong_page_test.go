package classic

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tutti/sim/exact"
)

func TestRingFigures(t *testing.T) {
	wantAgreement(t, reduced(t, ringTeams), reduced(t, ringSmooth))
}

// The default reading, a fixed point, gives the printed values; after one round
// both teams are lower.
func TestRingReadings(t *testing.T) {
	const runs = 6
	mean := func(p RingParams) (best, random float64) {
		xs := gather(runs, quiet, func(i int) ringRun { return runRing(p, uint64(i)) })
		best, _ = meanSE(column(xs, ringBest))
		random, _ = meanSE(column(xs, ringRandom))
		return best, random
	}
	p := paperRing(12, 10)
	best, random := mean(p)
	p.OneRound = true
	best1, random1 := mean(p)
	p.OneRound, p.Tournament = false, true
	bestT, randomT := mean(p)
	t.Logf("best and random, printed 92.6 and 94.5: fixed point %.2f and %.2f, one round %.2f and %.2f, tournament %.2f and %.2f", best, random, best1, random1, bestT, randomT)
	if abs(best-92.6) > 2 || abs(random-94.5) > 1 {
		t.Errorf("fixed point: best %.2f, random %.2f, want 92.6 and 94.5", best, random)
	}
	if best1 >= best || random1 >= random {
		t.Errorf("one round: best %.2f, random %.2f, want less than %.2f and %.2f", best1, random1, best, random)
	}
}

// naiveClimb is the climb as one would first write it down.
func naiveClimb(values []float64, steps []int, pos int) int {
	for j, failed := 0, 0; failed < len(steps); j = (j + 1) % len(steps) {
		to := (pos + steps[j]) % len(values)
		if values[to] > values[pos] {
			pos, failed = to, 0
		} else {
			failed++
		}
	}
	return pos
}

// naiveRing rates all heuristics, picks both teams and runs them.
func naiveRing(p RingParams, seed uint64) (best, random float64) {
	rnd := rand.New(rand.NewPCG(seed, 3))
	values := make([]float64, p.Positions)
	for i := range values {
		values[i] = 100 * rnd.Float64()
	}
	type solver struct {
		steps   []int
		ability float64
	}
	var solvers []solver
	for a := 1; a <= p.Largest; a++ {
		for b := 1; b <= p.Largest; b++ {
			for c := 1; c <= p.Largest; c++ {
				if a == b || b == c || a == c {
					continue
				}
				s := solver{steps: []int{a, b, c}}
				for start := range values {
					s.ability += values[naiveClimb(values, s.steps, start)]
				}
				solvers = append(solvers, s)
			}
		}
	}
	slices.SortStableFunc(solvers, func(a, b solver) int {
		if a.ability > b.ability {
			return -1
		} else if a.ability < b.ability {
			return 1
		}
		return 0
	})
	team := func(members []solver) float64 {
		sum := 0.0
		for pos := range values {
			for {
				before := pos
				for _, s := range members {
					pos = naiveClimb(values, s.steps, pos)
				}
				if pos == before {
					break
				}
			}
			sum += values[pos]
		}
		return sum / float64(len(values))
	}
	best = team(solvers[:p.Team])
	rnd.Shuffle(len(solvers), func(i, j int) { solvers[i], solvers[j] = solvers[j], solvers[i] })
	return best, team(solvers[:p.Team])
}

// Every end that the one pass finds is the end that a plain climb finds.
func TestClimberAgainstAPlainClimb(t *testing.T) {
	for _, p := range []RingParams{
		{Positions: 200, Largest: 6, Steps: 3, Team: 4, Smooth: 1},
		{Positions: 100, Largest: 5, Steps: 2, Team: 4, Smooth: 3},
		{Positions: 50, Largest: 6, Steps: 4, Team: 4, Smooth: 1},
		{Positions: 7, Largest: 6, Steps: 3, Team: 1, Smooth: 1},
		{Positions: 30, Largest: 3, Steps: 1, Team: 3, Smooth: 5},
	} {
		m := NewRing(p, 4)
		all, c := p.steps(), newClimber(m.values, p)
		for lo := 0; lo < len(all); lo += p.Steps {
			steps := all[lo : lo+p.Steps]
			c.climb(steps)
			for h, pos := range c.down {
				if got, want := int(c.down[c.ends[0][h]]), naiveClimb(m.values, steps, int(pos)); got != want {
					t.Fatalf("%+v: steps %v from %d end at %d, want %d", p, steps, pos, got, want)
				}
			}
		}
	}
}

func TestHeuristics(t *testing.T) {
	for _, tt := range []struct{ largest, steps, want int }{{12, 3, 1320}, {20, 3, 6840}, {4, 1, 4}, {4, 4, 24}} {
		p := RingParams{Largest: tt.largest, Steps: tt.steps}
		all := p.steps()
		if got := len(all) / tt.steps; got != tt.want || p.heuristics() != tt.want {
			t.Errorf("l %d, k %d: %d heuristics, want %d", tt.largest, tt.steps, got, tt.want)
		}
		seen := map[[4]int]bool{}
		for lo := 0; lo < len(all); lo += tt.steps {
			var key [4]int
			copy(key[:], all[lo:lo+tt.steps])
			if seen[key] {
				t.Fatalf("l %d, k %d: %v comes twice", tt.largest, tt.steps, key)
			}
			seen[key] = true
		}
	}
}

func TestRingResumes(t *testing.T) {
	resumes(t, RingParams{Positions: 300, Largest: 8, Steps: 3, Team: 5, Smooth: 2}, 1)
}

// A state that is put into a ring under another seed goes on as where it came
// from, also where the best team is the same on both.
func TestRingGoesOnElsewhere(t *testing.T) {
	for _, p := range []RingParams{
		{Positions: 60, Largest: 1, Steps: 1, Team: 1, Smooth: 1},
		{Positions: 60, Largest: 3, Steps: 2, Team: 2, Smooth: 1},
	} {
		m := NewRing(p, 5)
		state := save(t, m)
		m.Step()
		for seed := range uint64(20) {
			other := NewRing(p, seed)
			restore(t, other, state)
			if other.Step(); exact.Digest(other) != exact.Digest(m) {
				t.Errorf("%+v: restored under seed %d it goes on another way", p, seed)
			}
		}
	}
}

// Nobody ever goes down, and what is done stays.
func TestRingOnlyRises(t *testing.T) {
	m := NewRing(RingParams{Positions: 500, Largest: 8, Steps: 3, Team: 6, Smooth: 1}, 2)
	last := [2]float64{m.Performance(0), m.Performance(1)}
	if abs(last[0]-50) > 6 || last[0] != last[1] {
		t.Errorf("teams start at %v, want both near 50", last)
	}
	for !m.Done() {
		m.Step()
		for k := range last {
			if p := m.Performance(k); p < last[k] {
				t.Errorf("team %d fell to %v", k, p)
			} else {
				last[k] = p
			}
		}
	}
	m.Step()
	if m.Performance(0) != last[0] || m.Performance(1) != last[1] || !m.Done() {
		t.Error("moved on after it was done")
	}
}

func BenchmarkHongPage(b *testing.B) {
	p := paperRing(12, 10)
	beside(b,
		func(seed uint64) { runRing(p, seed) },
		func(seed uint64) { naiveRing(p, seed) })
}
