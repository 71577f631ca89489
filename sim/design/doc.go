// Package design says which runs a study makes, and what they told it.
//
// A Design is a list of points that is never written out: point i is a
// function of i, so a design of 10^9 points starts at once and costs no
// memory. Points are made of factors, each with a name (a scenario key) and
// values: List, Zip, Cross and Union build factorial designs and
// sub-experiments; Rows takes points as given; Hypercube, Sobol, Halton, Morris
// and Saltelli fill a space. A Plan adds replicates: run k belongs to point
// k mod Points and replicate k div Points, so that after any number of runs no
// point is more than one run ahead of another.
//
// What the runs say comes back through SobolIndices and Morris.Effects
// (sensitivity), and through Minimise, Reject, Refine and Identify
// (calibration).
//
// All of it is the same bits on every platform, searches included: points come
// from whole numbers, single divisions and the rounded arithmetic of sim/exact.
// So the shards of one study may be computed on machines of different kinds.
package design
