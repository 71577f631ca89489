package measure

// Reciprocity returns the share of ties that are returned [0, 1]. Missing for
// no ties.
//
// Source: mutual influence, as in Gronn 2002; the arc form, Hanneman & Riddle
// 2005.
func Reciprocity(net Network) float64 {
	returned := 0
	for i := range net.Agents() {
		for _, j := range net.Row(i) {
			if net.Has(int(j), i) {
				returned++
			}
		}
	}
	if net.Ties() == 0 {
		return missing
	}
	return float64(returned) / float64(net.Ties())
}
