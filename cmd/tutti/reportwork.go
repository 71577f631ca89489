package main

import (
	"fmt"
	"math"
	"strings"

	"tutti/sim"
)

// detail prints the measures that belong to the kind of work, each with what it
// means. Where pieces are rehearsed and performed, what performances alone came
// to stands beside the mean of all cycles.
func (p *screen) detail() {
	pieces := p.s.Spec.Rehearsal.On
	if x := p.performed("quality"); pieces && !math.IsNaN(x) {
		p.say("  ", "in performances %s", two(x))
	}
	for _, c := range p.s.Spec.Work.Columns() {
		x := p.value(c.Name)
		if math.IsNaN(x) {
			continue
		}
		text := strings.TrimSuffix(fmt.Sprintf("%s %s %s", strings.ReplaceAll(strings.TrimSuffix(c.Name, "_"+c.Unit), "_", " "), number3(x), c.Unit), " 1")
		if y := p.performed(c.Name); pieces && !math.IsNaN(y) {
			text += ", in performances " + number3(y)
		}
		p.printf("%s\n", strings.TrimPrefix(fold(text+": "+c.Doc, "      ", reportWidth), "    "))
	}
}

// performed is the mean of a measure over the performances after burn-in; NaN
// without any.
func (p *screen) performed(name string) float64 {
	sum, n := 0.0, 0.0
	for k, x := range p.series(name) {
		if k >= p.s.BurnIn && !math.IsNaN(x) && p.r.Organisation.Model.StageAt(k) == sim.Performance {
			sum += x
			n++
		}
	}
	return sum / n
}

// number3 writes a number with three digits and a proper minus, a missing one as
// a dash.
func number3(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return strings.Replace(fmt.Sprintf("%.3g", x), "-", "−", 1)
}
