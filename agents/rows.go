package agents

import "sync"

// Block is how many rows a worker takes at a time. It is fixed, so that what is
// added up block by block does not depend on the number of workers.
const Block = 1024

// Blocks returns how many blocks n rows make.
func Blocks(n int) int { return (n + Block - 1) / Block }

// Rows calls do for every block of n rows [from, to), on as many goroutines as
// workers says. The calls must not depend on one another. What do needs comes
// with it, so that a function that captures nothing can be given, and one
// worker allocates nothing.
func Rows[T any](n, workers int, with T, do func(with T, from, to int)) {
	if workers <= 1 || n <= Block {
		for from := 0; from < n; from += Block {
			do(with, from, min(from+Block, n))
		}
		return
	}
	Jobs(Blocks(n), workers, with, func(with T, _, b int) { do(with, b*Block, min((b+1)*Block, n)) })
}

// Jobs does the jobs 0..n−1 on the given number of workers; do is told which
// worker it runs on, so that it can use room of its own.
func Jobs[T any](n, workers int, with T, do func(with T, worker, job int)) {
	if workers <= 1 || n <= 1 {
		for k := range n {
			do(with, 0, k)
		}
		return
	}
	var wg sync.WaitGroup
	for w := range min(workers, n) {
		wg.Go(func() {
			for k := w; k < n; k += workers {
				do(with, w, k)
			}
		})
	}
	wg.Wait()
}

// Sum adds f over n rows, block by block and then the blocks in order, so that
// rounding is the same for any number of workers.
func Sum(n int, f func(i int) float64) float64 {
	total := 0.0
	for from := 0; from < n; from += Block {
		part := 0.0
		for i := from; i < min(from+Block, n); i++ {
			part += f(i)
		}
		total += part
	}
	return total
}
