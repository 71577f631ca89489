package classic

// wingFurther is the variance of asynchronies by the Lyapunov equation for other
// numbers of players, amounts of motor noise, and ways to lead.
func wingFurther(full bool, progress func(done, total int)) Report {
	gains := []float64{.05, .1, .15, .2, .25, .3, .333, .4, .45, .5, .6, .8}
	players := []int{2, 3, 4, 5, 6, 8, 12}
	variance := func(s *wingSpec) float64 { return s.New(0).(*wingModel).theory }
	motors := []float64{0, .1, .25, .5, .75, 1, 2}
	corrects := []float64{0, .05, .1, .15, .2, .25, .3}
	followed := []float64{.1, .2, .25, .3, .4, .5, .75, 1}
	return Report{Designs: []Design{
		solved("Variance of an asynchrony over a clock's; – where the gains are unstable", "players", "gain", labels(players), labels(gains), func(r, c int) float64 {
			return variance(evenEnsemble(players[r], gains[c], 0))
		}),
		solved("Best equal gain", "players", "motor noise over the clock's", labels(players), labels(motors), func(r, c int) float64 {
			n := players[r]
			return minimise(.001, 2/float64(n)-.001, func(gain float64) float64 { return variance(evenEnsemble(n, gain, motors[c])) })
		}),
		solved("Variance of an asynchrony, a quartet with a leader, the others correct each other by .25", "leader corrects", "leader is followed", labels(corrects), labels(followed), func(r, c int) float64 {
			return variance(quartet(leaderGains(4, corrects[r], followed[c], .25), 0))
		}),
		solved("The same, the others correct each other by nothing", "leader corrects", "leader is followed", labels(corrects), labels(followed), func(r, c int) float64 {
			return variance(quartet(leaderGains(4, corrects[r], followed[c], 0), 0))
		}),
	}}
}
