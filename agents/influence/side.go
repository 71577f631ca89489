package influence

import "sync"

// side does the jobs 0..n−1 on the given number of workers; do is told which
// worker it runs on, so that it can use room of its own.
func side(n, workers int, do func(worker, job int)) {
	var wg sync.WaitGroup
	for w := range min(workers, n) {
		wg.Go(func() {
			for k := w; k < n; k += workers {
				do(w, k)
			}
		})
	}
	wg.Wait()
}
