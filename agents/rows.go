package agents

import "sync"

// Block is how many rows a worker takes at a time. It is fixed, so that what is
// added up block by block does not depend on the number of workers.
const Block = 1024

// Blocks returns how many blocks n rows make.
func Blocks(n int) int { return (n + Block - 1) / Block }

// Each calls do for every block of n rows [from, to), on as many goroutines as
// workers says. The calls must not depend on one another.
func Each(n, workers int, do func(from, to int)) {
	blocks := Blocks(n)
	if workers <= 1 || blocks <= 1 {
		for from := 0; from < n; from += Block {
			do(from, min(from+Block, n))
		}
		return
	}
	var wg sync.WaitGroup
	for w := range min(workers, blocks) {
		wg.Go(func() {
			for b := w; b < blocks; b += workers {
				do(b*Block, min((b+1)*Block, n))
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
