package measure

// External returns the E–I index: ties to other units less ties within, as a
// share of all [−1 closed, 1 open]. unit[i] is the unit of agent i; a negative
// one is a unit of its own. Missing for no ties.
//
// Source: Krackhardt & Stern 1988, Social Psychology Quarterly 51.
func External(net Network, unit []int) float64 {
	internal := 0
	for i := range net.Agents() {
		for _, j := range net.Row(i) {
			if unit[i] == unit[j] && unit[i] >= 0 {
				internal++
			}
		}
	}
	if net.Ties() == 0 {
		return missing
	}
	return float64(net.Ties()-2*internal) / float64(net.Ties())
}
