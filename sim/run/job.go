package run

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"tutti/sim/table"
)

// A Job does the runs of a plan.
type Job interface {
	// Run lives run k. What it returns must be a function of k alone; it is
	// called from several goroutines at once. It should stop early, with the
	// context's error, when the context ends.
	Run(ctx context.Context, k int64) (Result, error)
}

// Result is what one run leaves.
type Result struct {
	Values []float64    // one a measure of the plan; NaN where missing
	Cycles int          // cycles lived
	Digest string       // of the final state
	Series *table.Table // columns as the plan's SeriesColumns without run; nil for none
	Agents *table.Table // columns as the plan's AgentColumns without run; nil for none
}

// addresses are what differs between two processes in an error text.
var addresses = regexp.MustCompile(`0x[0-9a-fA-F]+|\+0x[0-9a-fA-F]+|goroutine \d+`)

// maxErrorText is the longest error that a table keeps [bytes].
const maxErrorText = 400

// errorText is an error as one line that is the same in every process.
func errorText(err error) string {
	s := addresses.ReplaceAllString(strings.Join(strings.Fields(err.Error()), " "), "_")
	s = strings.ToValidUTF8(s, "�")
	if len(s) > maxErrorText {
		s = strings.ToValidUTF8(s[:maxErrorText], "") + " ..."
	}
	return s
}

// safely lives run k and turns a panic into an error.
func safely(ctx context.Context, job Job, k int64) (r Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = Result{}, fmt.Errorf("panic: %v", p)
		}
	}()
	return job.Run(ctx, k)
}
