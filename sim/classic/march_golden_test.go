package classic

import (
	"testing"

	"tutti/sim/exact"
)

// TestGoldenDigests holds the search and movement models to their bits after
// sixty cycles, on every platform: whoever changes one changes results.
func TestGoldenDigests(t *testing.T) {
	lazer := paperLazer(Network{Kind: "small-world", Rewirings: 30})
	lazer.Velocity, lazer.Error = .8, .05
	school := paperSchool(60, .2)
	school.Together = true
	for _, tt := range []struct {
		name, want string
		spec       Spec
	}{
		{"march", "ca3e958d151c3a81f514b2903812feb9", MarchParams{Dimensions: 70, People: 50, P1: .3, P2: .5, Fast: 10, FastP1: .9, Turnover: .1, Turbulence: .02}},
		{"lazer and friedman", "5775d361a3ad883f2ac93ebdf5364c0f", lazer},
		{"siggelkow and levinthal", "76532cce71a8d7447e25a652a036f420", paperDivide("reintegrated", "full")},
		{"hong and page", "da2e81ddc79285e48c008ed18a7879b7", RingParams{Positions: 500, Largest: 9, Steps: 3, Team: 10, Smooth: 3}},
		{"couzin, together", "c6f08457bc2ceb7e2d159f8cdcf1d42f", school},
		{"couzin, scattered", "6ec039c5f83ad4efa1d3b57a44a88a60", paperSchool(60, .2)},
	} {
		m := tt.spec.New(11)
		for range 60 {
			m.Step()
		}
		if got := exact.Digest(m); got != tt.want {
			t.Errorf("%s: digest %s, want %s", tt.name, got, tt.want)
		}
	}
}
