// Package measure turns what happened in an organisation into numbers: how much
// leadership there was, how it was spread, who led in what, how it moved.
//
// Each measure is a pure function in a file of its own, with its formula and
// its source. A measure that is undefined (shares of nothing, a correlation of
// constants, one agent alone) is NaN, never 0; whoever writes it makes that an
// empty cell. Sums run in a fixed order and logarithms come from sim/exact, so
// the same input gives the same bits everywhere.
package measure

import "math"

// missing is the value of a measure that is undefined.
var missing = math.NaN()
