// Package stats compares runs and admits what they cannot say.
//
// Its product is Compare, which takes two arms seed by seed and answers with
// differences, intervals, effect sizes and warnings, together with Holm (the
// correction over all that was planned), Rank (an order with ties where the
// data do not separate), Until (how wide the interval still is) and Claim (does
// a stated expectation hold). Below it lie the tests and distributions that
// these rest on; each names its formula and its source, and each is held to
// independent reference values.
//
// Samples are plain slices. A missing value is NaN and is dropped by Compare,
// Rank, Until and Claim, which say so; the tests below them want complete
// samples. A quantity that the sample is too small for is NaN.
//
// What comes out here is a report, not a state of the simulation: it is
// deterministic on one platform, and equal to the last digits on others.
package stats
