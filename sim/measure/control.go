package measure

// Control is Tannenbaum's control graph: how much influence people at each level
// have, and how much there is in all.
type Control struct {
	Slope float64 // change of influence a level up [unit of influence]; near 0 democratic, below 0 anarchic
	Total float64 // mean influence [unit of influence]: it may grow for all
}

// ControlOf fits influence to rank by least squares, rank growing with the
// level. The slope is missing where all are on one level, the total for nobody.
//
// Source: Tannenbaum 1968, Control in Organizations.
func ControlOf(rank, influence []float64) Control {
	return Control{Slope: slope(rank, influence), Total: mean(influence)}
}

// slope is that of y on x by least squares; missing where x is constant.
func slope(x, y []float64) float64 {
	mx, my := mean(x), mean(y)
	xy, xx := 0.0, 0.0
	for i := range x {
		a := x[i] - mx
		xy += float64(a * (y[i] - my))
		xx += float64(a * a)
	}
	if xx == 0 {
		return missing
	}
	return xy / xx
}
