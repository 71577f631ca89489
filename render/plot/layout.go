package plot

import (
	"math"
	"slices"
)

// point is a place in the unit square of a layout.
type point struct{ x, y float64 }

// place lays out n nodes so that their distances on paper follow the number of
// steps between them, by stress majorisation (Gansner, Koren & North 2004). It
// starts from a circle on which group mates stand together, so that the same
// network always looks the same. ties run between nodes, directions aside.
func place(n int, ties [][2]int, group []int) []point {
	if n < 2 {
		return make([]point, n)
	}
	d := stepsApart(n, ties, group)
	at := circle(n, group)
	next := make([]point, n)
	for range 300 {
		moved := 0.0
		for i := range n {
			next[i] = pulled(i, at, d[i*n:(i+1)*n])
			moved = math.Max(moved, math.Hypot(next[i].x-at[i].x, next[i].y-at[i].y))
		}
		at, next = next, at
		if moved < 1e-4 {
			break
		}
	}
	return upright(at)
}

// pulled returns where node i wants to stand, given where the others do.
func pulled(i int, at []point, d []float64) point {
	var sum point
	total := 0.0
	for j, want := range d {
		if j == i {
			continue
		}
		w := 1 / (want * want)
		dx, dy := at[i].x-at[j].x, at[i].y-at[j].y
		far := math.Max(math.Hypot(dx, dy), 1e-9)
		sum.x += w * (at[j].x + want*dx/far)
		sum.y += w * (at[j].y + want*dy/far)
		total += w
	}
	return point{sum.x / total, sum.y / total}
}

// stepsApart returns the steps between each pair; those who cannot reach each
// other stand a third further apart than those who can do on average, group mates
// a little closer than others.
func stepsApart(n int, ties [][2]int, group []int) []float64 {
	near := make([][]int, n)
	for _, t := range ties {
		near[t[0]] = append(near[t[0]], t[1])
		near[t[1]] = append(near[t[1]], t[0])
	}
	d := make([]float64, n*n)
	sum, count := 0.0, 0.0
	for i := range n {
		row := d[i*n : (i+1)*n]
		queue := []int{i}
		for head := 0; head < len(queue); head++ {
			for _, k := range near[queue[head]] {
				if k != i && row[k] == 0 {
					row[k] = row[queue[head]] + 1
					sum += row[k]
					count++
					queue = append(queue, k)
				}
			}
		}
	}
	apart := math.Max(1.5, 1.3*sum/math.Max(1, count))
	for i := range n {
		for j := range n {
			if i != j && d[i*n+j] == 0 {
				d[i*n+j] = apart
			}
			if group[i] == group[j] {
				d[i*n+j] *= .8
			}
		}
	}
	return d
}

// circle sets the nodes on a circle, group by group.
func circle(n int, group []int) []point {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return group[a] - group[b] })
	at := make([]point, n)
	for k, i := range order {
		a := 2 * math.Pi * float64(k) / float64(n)
		// A little unevenness keeps perfect symmetry from holding nodes in place.
		r := 1 + .02*float64(k%7)
		at[i] = point{r * math.Cos(a), r * math.Sin(a)}
	}
	return at
}

// upright turns the layout so that it is widest from left to right, mirrors it
// so that its first node stands left and above, and scales it into the unit
// square, keeping its proportions.
func upright(at []point) []point {
	n := float64(len(at))
	var mx, my, xx, xy, yy float64
	for _, p := range at {
		mx += p.x / n
		my += p.y / n
	}
	for _, p := range at {
		xx += (p.x - mx) * (p.x - mx)
		xy += (p.x - mx) * (p.y - my)
		yy += (p.y - my) * (p.y - my)
	}
	angle := math.Atan2(2*xy, xx-yy) / 2
	cos, sin := math.Cos(angle), math.Sin(angle)
	out := make([]point, len(at))
	for i, p := range at {
		out[i] = point{(p.x-mx)*cos + (p.y-my)*sin, (p.y-my)*cos - (p.x-mx)*sin}
	}
	flipX, flipY := 1.0, 1.0
	if out[0].x > 0 {
		flipX = -1
	}
	if out[0].y < 0 {
		flipY = -1
	}
	lo, hi := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for i := range out {
		out[i].x *= flipX
		out[i].y *= flipY
		lo, hi = point{math.Min(lo.x, out[i].x), math.Min(lo.y, out[i].y)}, point{math.Max(hi.x, out[i].x), math.Max(hi.y, out[i].y)}
	}
	span := math.Max(math.Max(hi.x-lo.x, hi.y-lo.y), 1e-9)
	for i := range out {
		out[i] = point{(out[i].x - lo.x) / span, (out[i].y - lo.y) / span}
	}
	return out
}

// apart pushes circles of the given radii apart until none covers another or it
// has tried long enough; places and radii share a unit.
func apart(at []point, radius []float64, gap float64) {
	for range 200 {
		clear := true
		for i := range at {
			for j := range i {
				dx, dy := at[i].x-at[j].x, at[i].y-at[j].y
				far := math.Hypot(dx, dy)
				over := radius[i] + radius[j] + gap - far
				if over <= 1e-6 {
					continue
				}
				clear = false
				if far < 1e-9 {
					dx, dy, far = 1, float64(i%3)-1, math.Hypot(1, float64(i%3)-1)
				}
				step := over / 2 / far
				at[i].x += dx * step
				at[i].y += dy * step
				at[j].x -= dx * step
				at[j].y -= dy * step
			}
		}
		if clear {
			return
		}
	}
}
