// Command tutti simulates how leadership works in organisations: it runs
// scenario files, shows them live, and compares patterns of leadership in
// sweeps of many runs.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is the version of the program; it is part of what "same scenario,
// seed and version: same bits" promises.
const version = "0.1.0"

// cli lists the commands. Each is a struct in a file of its own.
type cli struct {
	Run         runCmd         `cmd:"" help:"Run one scenario and tell what came of it."`
	Check       checkCmd       `cmd:"" help:"Read scenario files and tell all that is wrong with them."`
	List        listCmd        `cmd:"" help:"List what there is: patterns, measures, scenarios and more."`
	Explain     explainCmd     `cmd:"" help:"Tell what something is, its formula and its source."`
	New         newCmd         `cmd:"" help:"Write a commented scenario that runs."`
	Diff        diffCmd        `cmd:"" help:"Tell where two runs first depart."`
	Reference   referenceCmd   `cmd:"" help:"Print every key of a scenario file."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
	Watch       watchCmd       `cmd:"" help:"Show a scenario live, in a window or in the browser."`
	Render      renderCmd      `cmd:"" help:"Record what the window shows, as PNG, SVG, GIF or MP4, without a display."`
	Site        siteCmd        `cmd:"" help:"Write the live view with all scenarios as a web page."`
	Compare     compareCmd     `cmd:"" help:"What difference does the pattern make? Runs under the same seeds, compared pair by pair."`
	Sweep       sweepCmd       `cmd:"" help:"Do all runs of a design; go on where it stopped."`
	Status      statusCmd      `cmd:"" help:"Tell how far a sweep is."`
	Work        workCmd        `cmd:"" help:"Do a part of a sweep's runs (for job arrays)."`
	Merge       mergeCmd       `cmd:"" help:"Write the tables of a sweep whose runs are done."`
	Sensitivity sensitivityCmd `cmd:"" help:"Which factors do a sweep's results depend on?"`
	Regimes     regimesCmd     `cmd:"" help:"Map which arm of a sweep wins where, over two factors."`
	Calibrate   calibrateCmd   `cmd:"" help:"Find the parameters under which measures come closest to given targets."`
	Export      exportCmd      `cmd:"" help:"Write a sweep's results for other tools."`
	Validate    validateCmd    `cmd:"" help:"Rerun published models and hold them against what was printed."`
}

// app is what a command may touch of the outside world.
type app struct {
	ctx      context.Context // cancelled by the first interrupt
	out, err io.Writer
	fancy    bool // standard error is a terminal and NO_COLOR is unset
}

// usageError is a mistake in the command line or in a file: exit code 2.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// errInterrupted ends an interrupted command: exit code 130.
var errInterrupted = errors.New("interrupted")

type versionCmd struct{}

func (versionCmd) Run(a *app) error {
	_, err := fmt.Fprintln(a.out, "tutti", version)
	return err
}

func main() { os.Exit(Main(os.Args[1:], os.Stdout, os.Stderr)) }

// Main runs the command line and returns its exit code: 0 fine, 1 the run
// failed, 2 bad usage or input, 130 interrupted.
func Main(args []string, out, errOut io.Writer) (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt kills at once
	a := &app{ctx: ctx, out: out, err: errOut, fancy: isTerminal(errOut) && os.Getenv("NO_COLOR") == ""}

	exit := -1
	parser, err := kong.New(&cli{}, kong.Name("tutti"),
		kong.Description("Simulate how leadership works in organisations."),
		kong.Writers(out, errOut), kong.Exit(func(c int) { exit = c; panic(exitPanic{}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, Summary: true}), kong.UsageOnError())
	if err != nil {
		panic(err) // a mistake in the struct tags above
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(exitPanic); !ok {
				panic(r)
			}
			code = exit
		}
	}()
	k, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(errOut, "tutti:", err)
		return 2
	}
	return a.exitCode(k.Run(a))
}

type exitPanic struct{}

// exitCode prints an error, if any, and turns it into an exit code.
func (a *app) exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInterrupted):
		return 130
	case errors.As(err, &usage):
		fmt.Fprintln(a.err, err)
		return 2
	}
	fmt.Fprintln(a.err, "tutti:", err)
	return 1
}

// isTerminal says whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
