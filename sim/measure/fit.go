package measure

import "tutti/sim/rank"

// Fit returns how far those lead who know [−1, 1]: Spearman's rank correlation
// of leadership with relevant expertise. Missing where one is constant.
//
// Source: influence that tracks competence, Tarakci, Greer & Groenen 2016.
func Fit(leadership, expertise []float64) float64 { return rank.Spearman(leadership, expertise) }

// Accuracy returns the correlation of influence weights with true skill in the
// domain [−1, 1].
//
// Source: Bonner 2004; Tarakci, Greer & Groenen 2016.
func Accuracy(weight, skill []float64) float64 { return rank.Pearson(weight, skill) }
