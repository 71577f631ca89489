// Package run turns scenarios into results: one run with its record, or a sweep
// of any number of runs that loses nothing.
//
// A sweep is a directory. Its plan says what will be done and is all that the
// results depend on; a shard holds a fixed range of consecutive runs and is
// published whole or not at all; what the plan does not determine (times,
// hosts, attempts) stands in log/ and nowhere else. So the state of a sweep is
// the set of its valid shards, and resuming is doing those that are missing:
//
//	plan.json               the plan, canonical JSON; its SHA-256 is the sweep's name
//	shards/000042.parquet   runs 42·size .. 42·size+size−1, sorted, with a checksum
//	log/                    everything that is not a function of the plan
//	runs, points, series, agents (.parquet, .csv), manifest.json   written by merging
//
// Nothing here reads the clock, the environment or flags, and nothing prints.
package run
