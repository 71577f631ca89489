package stats_test

import (
	"fmt"

	"tutti/sim/stats"
)

// Two arms share their seeds.
func ExampleCompare() {
	rotating := []float64{7.1, 6.4, 8.0, 5.9}
	fixed := []float64{6.2, 6.0, 6.8, 5.7}
	d := stats.Compare(rotating, fixed, stats.Options{})
	fmt.Printf("mean difference %.2f, rotating above fixed in %.0f%% of pairs\n", d.Mean.Center, 100*d.Share)
	fmt.Println(d.Warnings[0])
	// Output:
	// mean difference 0.68, rotating above fixed in 100% of pairs
	// need 6 pairs for an interval at 0.95, have 4
}

// A claim holds, does not hold, or is undecided.
func ExampleClaim() {
	differences := []float64{0.4, 0.1, 0.3, 0.5, 0.2, 0.3, 0.4, 0.2}
	fmt.Println(stats.Claim{Kind: stats.Sign}.Judge(differences).Outcome)
	fmt.Println(stats.Claim{Kind: stats.Null, Hi: 0.3}.Judge(differences).Outcome)
	// Output:
	// holds
	// undecided
}
