package measure

// Granted returns the share of claims that were granted [0, 1]; what is not
// granted is conflict. Missing for no claims.
//
// Source: DeRue & Ashford 2010.
func Granted(granted, claims float64) float64 {
	if !(claims > 0) {
		return missing
	}
	return granted / claims
}

// Recognition returns the share of pairs of leaders in which each attends to the
// other [0, 1]. leads marks the leaders. Missing below two of them.
//
// Source: coordinated against fragmented leadership, Mehra et al. 2006.
func Recognition(net Network, leads []bool) float64 {
	leaders, mutual := 0, 0.0
	for i, is := range leads {
		if !is {
			continue
		}
		leaders++
		for _, j := range net.Row(i) {
			if int(j) < i && leads[j] && net.Has(int(j), i) {
				mutual++
			}
		}
	}
	if leaders < 2 {
		return missing
	}
	return mutual / pairs(leaders)
}
