package measure

// Delegation returns the delegation index [−1, 1]: the normalised entropy of who
// decides which charge less that of who has influence. Far above 0, tasks are
// spread and influence is not: delegation. Near 0 or below, influence is spread
// as much: distribution. Missing where either has no shares, or for one agent.
//
// Source: the test that tells delegation from distribution by what moves, tasks
// or influence.
func Delegation(tasks, influence []float64) float64 {
	return EntropyNormalised(tasks) - EntropyNormalised(influence)
}
