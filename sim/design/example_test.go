package design_test

import (
	"fmt"

	"tutti/sim/design"
)

// An even spread of two keys.
func ExampleNewSobol() {
	space, _ := design.NewSobol([]design.Factor{
		{Name: "trust.up", Lo: 0, Hi: 0.5},
		{Name: "agents", Lo: 4, Hi: 20, Integer: true},
	}, 64, false, 0)

	values := make([]float64, 2)
	space.Point(8, values)
	fmt.Println(space.Points(), "points; point 8 is")
	for i, f := range space.Factors() {
		fmt.Println(f.Name, "=", values[i])
	}
	// Output:
	// 64 points; point 8 is
	// trust.up = 0.09375
	// agents = 9
}

// Which factor of a small function matters?
func ExampleSaltelli_Indices() {
	s, _ := design.NewSaltelli([]design.Factor{{Name: "a", Lo: 0, Hi: 1}, {Name: "b", Lo: 0, Hi: 1}}, 1024, false, false, 0)
	answers := make([]float64, s.Points())
	u := make([]float64, 2)
	for i := range answers {
		s.Unit(int64(i), u)
		answers[i] = 2*u[0] + u[1]
	}
	indices := s.Indices(answers, design.SensitivityOptions{Resamples: 100})
	for f, factor := range s.Factors() {
		fmt.Printf("%s %.2f\n", factor.Name, indices.Total[f].Value)
	}
	// Output:
	// a 0.80
	// b 0.20
}
