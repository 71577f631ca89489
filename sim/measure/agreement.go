package measure

// expected is the variance of ratings on a scale of a options if all were
// equally likely: (a²−1)/12.
func expected(options int) float64 { return float64(options*options-1) / 12 }

// Agreement returns r_wg of the ratings of one item by several raters, on a
// scale with so many options [up to 1; below 0 where they disagree more than
// chance would]: 1 − s²/σ²_E with the sample variance s². Missing below two
// raters or options.
//
// Source: James, Demaree & Wolf 1984, equation 5.
func Agreement(ratings []float64, options int) float64 {
	if len(ratings) < 2 || options < 2 {
		return missing
	}
	return 1 - squares(ratings)/float64(len(ratings)-1)/expected(options)
}

// AgreementItems returns r_wg(J): the agreement of several raters over J items
// that measure the same, items[j] holding the ratings of item j
// [up to 1]: J(1−s̄²/σ²_E) / (J(1−s̄²/σ²_E) + s̄²/σ²_E). Missing where Agreement
// is, for no items and where the denominator is 0.
//
// Source: James, Demaree & Wolf 1984, equation 7.
func AgreementItems(items [][]float64, options int) float64 {
	if len(items) == 0 {
		return missing
	}
	share := 0.0
	for _, ratings := range items {
		share += 1 - Agreement(ratings, options)
	}
	share /= float64(len(items))
	j := float64(float64(len(items)) * (1 - share))
	if j+share == 0 {
		return missing
	}
	return j / (j + share)
}

// between returns the mean squares between and within groups and the size of a
// group that stands for all when they differ, (N − Σn²/N)/(G−1).
func between(groups [][]float64) (msb, msw, size float64) {
	var all []float64
	within, n2 := 0.0, 0.0
	for _, g := range groups {
		all = append(all, g...)
		if len(g) > 0 {
			within += squares(g)
		}
		n2 += float64(len(g) * len(g))
	}
	n, k := float64(len(all)), float64(len(groups))
	if k < 2 || n <= k {
		return missing, missing, missing
	}
	return (squares(all) - within) / (k - 1), within / (n - k), (n - n2/n) / (k - 1)
}

// ICC1 returns the share of the variance of ratings that lies between groups
// [−1/(k−1), 1]: (MSB − MSW)/(MSB + (k−1)·MSW) of a one-way analysis of
// variance. Missing below two groups and for ratings that are all alike.
//
// Source: Bliese 2000.
func ICC1(groups [][]float64) float64 {
	msb, msw, k := between(groups)
	return (msb - msw) / (msb + float64((k-1)*msw))
}

// ICC2 returns how reliable the means of the groups are [up to 1]:
// (MSB − MSW)/MSB. Missing where ICC1 is, and for means that are all alike.
//
// Source: Bliese 2000.
func ICC2(groups [][]float64) float64 {
	msb, msw, _ := between(groups)
	if msb == 0 {
		return missing
	}
	return (msb - msw) / msb
}
