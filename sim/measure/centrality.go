package measure

// distances writes the number of steps from one agent to each along the ties,
// −1 where there is no way. queue is scratch of the length of dst.
func distances(net Network, from int, dst, queue []int32) {
	for i := range dst {
		dst[i] = -1
	}
	dst[from] = 0
	queue[0] = int32(from)
	for head, tail := 0, 1; head < tail; head++ {
		i := queue[head]
		for _, j := range net.Row(int(i)) {
			if dst[j] < 0 {
				dst[j] = dst[i] + 1
				queue[tail] = j
				tail++
			}
		}
	}
}

// farness returns Σ_j d_ij of each agent [steps]; missing for one that cannot
// reach all.
func farness(net Network) []float64 {
	n := net.Agents()
	far := make([]float64, n)
	d, queue := make([]int32, n), make([]int32, n)
	for i := range n {
		distances(net, i, d, queue)
		for _, steps := range d {
			if steps < 0 {
				far[i] = missing
				break
			}
			far[i] += float64(steps)
		}
	}
	return far
}

// Closeness returns how near each agent is to all others [0, 1]:
// (n−1)/Σ_j d_ij; missing for an agent that cannot reach all. It takes time of
// agents times ties.
//
// Source: Freeman 1979, after Bavelas 1950 and Sabidussi 1966.
func Closeness(net Network) []float64 {
	far := farness(net)
	for i, f := range far {
		far[i] = float64(net.Agents()-1) / f
	}
	if net.Agents() == 1 {
		far[0] = missing
	}
	return far
}

// Bavelas returns the relative centrality of each position [1 and above]:
// Σ_ij d_ij / Σ_j d_ij. Missing where not all can reach all.
//
// Source: Bavelas 1950; Leavitt 1951.
func Bavelas(net Network) []float64 {
	far := farness(net)
	total := sum(far)
	for i, f := range far {
		far[i] = total / f
		if f == 0 {
			far[i] = missing
		}
	}
	return far
}

// Betweenness returns the share of shortest ways between others that lead
// through each agent [0, 1]: the sum over ordered pairs divided by
// (n−1)(n−2). In an undirected network, which has every tie twice, this is
// Freeman's relative betweenness. Missing below three agents. It takes time of
// agents times ties.
//
// Source: Freeman 1977; the method is that of Brandes 2001.
func Betweenness(net Network) []float64 {
	n := net.Agents()
	b := make([]float64, n)
	w := brandes{steps: make([]int32, n), order: make([]int32, n), ways: make([]float64, n), depends: make([]float64, n)}
	for s := range n {
		w.from(net, s, b)
	}
	for i := range b {
		if n < 3 {
			b[i] = missing
			continue
		}
		b[i] /= float64((n - 1) * (n - 2))
	}
	return b
}

// brandes is the scratch of one search.
type brandes struct {
	steps, order  []int32
	ways, depends []float64
}

// from adds to b what the shortest ways from s contribute.
func (w *brandes) from(net Network, s int, b []float64) {
	clear(w.ways)
	clear(w.depends)
	distances(net, s, w.steps, w.order)
	reached := 0
	for _, d := range w.steps {
		if d >= 0 {
			reached++
		}
	}
	w.ways[s] = 1
	for _, i := range w.order[:reached] {
		for _, j := range net.Row(int(i)) {
			if w.steps[j] == w.steps[i]+1 {
				w.ways[j] += w.ways[i]
			}
		}
	}
	for k := reached - 1; k >= 0; k-- {
		i := w.order[k]
		for _, j := range net.Row(int(i)) {
			if w.steps[j] == w.steps[i]+1 {
				w.depends[i] += float64(w.ways[i] / w.ways[j] * (1 + w.depends[j]))
			}
		}
		if int(i) != s {
			b[i] += w.depends[i]
		}
	}
}
