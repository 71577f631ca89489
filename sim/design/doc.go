// Package design says which runs a study makes, and what they told it.
//
// A Cube is points that are never written out: point i is a function of i, so a
// design of 10^9 points starts at once and costs no memory. Hypercube, Sobol,
// Halton, Morris and Saltelli fill one. Which runs a sweep makes of them, and of
// factorial designs and listed rows, sim/run says.
//
// What the runs say comes back through SobolIndices and Morris.Effects
// (sensitivity), and through Minimise, Reject, Refine and Identify
// (calibration).
//
// All of it is the same bits on every platform, searches included: points come
// from whole numbers, single divisions and the rounded arithmetic of sim/exact.
// So the shards of one study may be computed on machines of different kinds.
package design
