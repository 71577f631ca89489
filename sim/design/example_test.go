package design_test

import (
	"fmt"

	"tutti/sim/design"
)

// Two patterns, each over the same even spread of two keys, ten seeds a point.
func ExamplePlan() {
	patterns, _ := design.NewList(design.Factor{Name: "pattern", Levels: []design.Value{design.Text("fixed"), design.Text("rotating")}})
	space, _ := design.NewSobol([]design.Factor{
		{Name: "trust.up", Lo: 0, Hi: 0.5},
		{Name: "agents", Lo: 4, Hi: 20, Integer: true},
	}, 64, false, 0)
	whole, _ := design.Cross(patterns, space)
	plan, _ := design.NewPlan(whole, 10)

	point, replicate := plan.Run(200)
	values := make([]design.Value, len(plan.Names()))
	plan.Point(point, values)
	fmt.Println(plan.Runs(), "runs; run 200 is point", point, "replicate", replicate)
	for i, name := range plan.Names() {
		fmt.Println(name, "=", values[i].TOML())
	}
	// Output:
	// 1280 runs; run 200 is point 72 replicate 1
	// pattern = "rotating"
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
	for f, name := range s.Names() {
		fmt.Printf("%s %.2f\n", name, indices.Total[f].Value)
	}
	// Output:
	// a 0.80
	// b 0.20
}
