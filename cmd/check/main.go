// Command check runs every check of the project: formatting, vet, fixes,
// staticcheck, tests, a short race run, a tidy module file, builds for all
// platforms and the comparison of their bits. It installs what the tests of
// window, browser and cluster need where it may, and says what it had to skip.
//
//	go run ./cmd/check               # all that this machine allows
//	go run ./cmd/check -strict       # a step that cannot run has failed
//	go run ./cmd/check -only vet,test
//	go run ./cmd/check -only "bits linux/386"
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	strict := flag.Bool("strict", false, "a step that cannot run has failed")
	only := flag.String("only", "", "comma-separated steps or groups of steps to run")
	list := flag.Bool("list", false, "list the steps and stop")
	install := flag.Bool("install", true, "install missing packages where apt-get and the rights are there")
	verbose := flag.Bool("v", false, "print the output of every step")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Stdout, options{*strict, *only, *list, *install, *verbose})
	stop()
	os.Exit(code)
}

// options are the flags.
type options struct {
	strict        bool
	only          string
	list, install bool
	verbose       bool
}

// A step is one check. Steps of a group are chosen together.
type step struct {
	group, name string
	run         func(c *checker) error
}

func (s step) title() string { return strings.TrimSpace(s.group + " " + s.name) }

// skipped is why a step could not run.
type skipped string

func (s skipped) Error() string { return string(s) }

func skip(format string, args ...any) error { return skipped(fmt.Sprintf(format, args...)) }

// A checker is what the steps share.
type checker struct {
	ctx     context.Context
	install bool
	dir     string       // for files of this run, removed at the end
	log     bytes.Buffer // output of the step that runs
	ready   []string     // environment for tests: what the machine offers
	closing []func()     // what must be stopped at the end
	bits    map[string]string
}

// run chooses the steps, runs them and returns the exit code.
func run(ctx context.Context, out io.Writer, o options) int {
	steps, err := choose(allSteps(), o.only)
	if err != nil {
		fmt.Fprintln(out, "check:", err)
		return 2
	}
	if o.list {
		for _, s := range steps {
			fmt.Fprintln(out, s.title())
		}
		return 0
	}
	return runSteps(ctx, out, steps, o)
}

// runSteps runs steps in their order and prints a line for each.
func runSteps(ctx context.Context, out io.Writer, steps []step, o options) int {
	dir, err := os.MkdirTemp("", "tutti-check-")
	if err != nil {
		fmt.Fprintln(out, "check:", err)
		return 1
	}
	c := &checker{ctx: ctx, install: o.install, dir: dir, bits: map[string]string{}}
	defer os.RemoveAll(dir)
	defer func() {
		for _, stop := range c.closing {
			stop()
		}
	}()
	var failed, missed []string
	passed := 0
	for _, s := range steps {
		c.log.Reset()
		start := time.Now()
		err := s.run(c)
		took := time.Since(start).Round(100 * time.Millisecond)
		var why skipped
		switch {
		case ctx.Err() != nil:
			fmt.Fprintln(out, "check: interrupted")
			return 130
		case err == nil:
			passed++
			fmt.Fprintf(out, "ok    %-22s %8v\n", s.title(), took)
			if o.verbose {
				quote(out, c.log.String())
			}
		case errors.As(err, &why) && !o.strict:
			missed = append(missed, s.title())
			fmt.Fprintf(out, "skip  %-22s %8v  %v\n", s.title(), took, err)
		default:
			failed = append(failed, s.title())
			fmt.Fprintf(out, "FAIL  %-22s %8v  %v\n", s.title(), took, err)
			quote(out, c.log.String())
		}
	}
	return summary(out, passed, failed, missed)
}

// summary prints the closing lines and returns the exit code.
func summary(out io.Writer, passed int, failed, missed []string) int {
	if len(missed) > 0 {
		fmt.Fprintln(out, "skipped:", strings.Join(missed, ", "))
	}
	if len(failed) > 0 {
		fmt.Fprintln(out, "failed:", strings.Join(failed, ", "))
	}
	fmt.Fprintf(out, "%d passed, %d failed", passed, len(failed))
	if len(missed) > 0 {
		fmt.Fprintf(out, ", %d skipped", len(missed))
	}
	fmt.Fprintln(out)
	if len(failed) > 0 {
		return 1
	}
	return 0
}

// quote prints the output of a step, indented; of a very long one the ends.
func quote(out io.Writer, text string) {
	const most = 300 // lines
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if n := len(lines); n > most {
		lines = append(append(lines[:most/2:most/2], fmt.Sprintf("... %d lines ...", n-most)), lines[n-most/2:]...)
	}
	for _, l := range lines {
		if l != "" {
			fmt.Fprintln(out, "      "+l)
		}
	}
}

// choose keeps the steps named in only, by group or by full name, in the order
// of all; with tests comes the preparation of the machine.
func choose(all []step, only string) ([]step, error) {
	if only == "" {
		return all, nil
	}
	known := map[string]bool{}
	for _, s := range all {
		known[s.group], known[s.title()] = true, true
	}
	want := map[string]bool{}
	for name := range strings.SplitSeq(only, ",") {
		name = strings.TrimSpace(name)
		if !known[name] {
			return nil, fmt.Errorf("no step %q; -list names them", name)
		}
		want[name] = true
	}
	var chosen []step
	for _, s := range all {
		if want[s.group] || want[s.title()] || s.group == "need" && want["test"] {
			chosen = append(chosen, s)
		}
	}
	return chosen, nil
}
