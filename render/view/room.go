package view

import (
	"cmp"
	"math"
	"slices"

	"tutti/render/draw"
)

// byX puts numbers of places in order from left to right.
func byX(order []int, at []draw.Point) {
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(at[a].X, at[b].X), cmp.Compare(a, b))
	})
}

func count(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// nearest is the distance of the two places that are nearest to each other, or
// reach where all are farther apart.
func nearest(at []draw.Point, reach float64) float64 {
	order := count(len(at))
	byX(order, at)
	for k, i := range order {
		for _, j := range order[k+1:] {
			dx, dy := float64(at[j].X-at[i].X), float64(at[j].Y-at[i].Y)
			if dx >= reach {
				break
			}
			if dy < reach && -dy < reach {
				reach = min(reach, math.Hypot(dx, dy))
			}
		}
	}
	return reach
}

// spread moves places in a box of width aspect and height 1 apart where they are
// much nearer to each other than all would be if they shared the box alike; of
// more than 3000 nobody could tell.
func spread(at []draw.Point, aspect float64) []draw.Point {
	n := len(at)
	if n < 2 || n > 3000 {
		return at
	}
	want := float32(0.62 * math.Sqrt(aspect/float64(n)))
	order := count(n)
	for range 30 {
		byX(order, at)
		still := true
		for k, i := range order {
			for _, j := range order[k+1:] {
				d := at[j].Sub(at[i])
				if d.X >= want {
					break
				}
				if d.X*d.X+d.Y*d.Y < 0.96*want*want {
					at[i], at[j] = asunder(at[i], at[j], want, float32(aspect))
					still = false
				}
			}
		}
		if still {
			break
		}
	}
	return at
}

// asunder moves two places apart within the box (see part).
func asunder(p, q draw.Point, want, aspect float32) (a, b draw.Point) {
	x, y := [2]float64{float64(p.X), float64(p.Y)}, [2]float64{float64(q.X), float64(q.Y)}
	part(&x, &y, float64(want))
	a, b = draw.Pt(x[0], x[1]), draw.Pt(y[0], y[1])
	for _, c := range []*draw.Point{&a, &b} {
		c.X, c.Y = min(max(c.X, 0), aspect), min(max(c.Y, 0), 1)
	}
	return a, b
}
