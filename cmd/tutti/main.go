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
	"regexp"
	"syscall"

	"github.com/alecthomas/kong"

	"tutti/sim/table"
)

// version is the version of the program; it is part of what "same scenario,
// seed and version: same bits" promises.
const version = "0.2.0"

// cli lists the commands, what a newcomer wants first. Each is a struct in a
// file of its own.
type cli struct {
	Run     runCmd     `cmd:"" group:"first" help:"Run one scenario and tell what came of it."`
	Watch   watchCmd   `cmd:"" group:"first" help:"Show a scenario live, in a window or in the browser."`
	Compare compareCmd `cmd:"" group:"first" help:"What difference does the pattern make? Runs under the same seeds, compared pair by pair."`
	New     newCmd     `cmd:"" group:"first" help:"Write a commented scenario that runs."`

	List      listCmd      `cmd:"" group:"know" help:"List what there is: patterns, measures, scenarios and more."`
	Explain   explainCmd   `cmd:"" group:"know" help:"Tell what something is, its formula and its source."`
	Check     checkCmd     `cmd:"" group:"know" help:"Read scenario files and tell all that is wrong with them."`
	Diff      diffCmd      `cmd:"" group:"know" help:"Tell where two runs first depart."`
	Reference referenceCmd `cmd:"" group:"know" help:"Print every key of a scenario file."`

	Sweep       sweepCmd       `cmd:"" group:"many" help:"Do all runs of a design; go on where it stopped."`
	Status      statusCmd      `cmd:"" group:"many" help:"Tell how far a sweep is."`
	Work        workCmd        `cmd:"" group:"many" help:"Do a part of a sweep's runs (for job arrays)."`
	Merge       mergeCmd       `cmd:"" group:"many" help:"Write the tables of a sweep whose runs are done."`
	Sensitivity sensitivityCmd `cmd:"" group:"many" help:"Which factors do a sweep's results depend on?"`
	Regimes     regimesCmd     `cmd:"" group:"many" help:"Map which arm of a sweep wins where, over two factors."`
	Calibrate   calibrateCmd   `cmd:"" group:"many" help:"Find the parameters under which measures come closest to given targets."`
	Export      exportCmd      `cmd:"" group:"many" help:"Write a sweep's results for other tools."`

	Render    renderCmd    `cmd:"" group:"show" help:"Record what the window shows, as PNG, SVG, GIF or MP4, without a display."`
	Site      siteCmd      `cmd:"" group:"show" help:"Write the live view with all scenarios as a web page."`
	Knockout  knockoutCmd  `cmd:"" group:"show" help:"Silence one agent after the other: who leads, by the consequences?"`
	Odd       oddCmd       `cmd:"" group:"show" help:"Write the description of a scenario's model that journals ask for (ODD)."`
	Checklist checklistCmd `cmd:"" group:"show" help:"Hold the claims of the founding texts against the simulation, one by one."`
	Validate  validateCmd  `cmd:"" group:"show" help:"Rerun published models and hold them against what was printed."`

	Completion completionCmd `cmd:"" group:"else" help:"Print what makes a shell complete commands, flags and names."`
	Version    versionCmd    `cmd:"" group:"else" help:"Print the version."`
}

// groups are the headings of the list of commands.
var groups = []kong.Group{
	{Key: "first", Title: "Begin here:"},
	{Key: "know", Title: "Look up and check:"},
	{Key: "many", Title: "Many runs:"},
	{Key: "show", Title: "Pictures and evidence:"},
	{Key: "else", Title: "Else:"},
}

// app is what a command may touch of the outside world.
type app struct {
	ctx      context.Context // cancelled by the first interrupt
	out, err io.Writer
	fancy    bool   // standard error is a terminal and NO_COLOR is unset
	progress string // how sweeps tell how far they are (see progressFlag)
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
	said := &answer{to: out}
	a := &app{ctx: ctx, out: said, err: errOut, fancy: isTerminal(errOut) && os.Getenv("NO_COLOR") == ""}

	exit := -1
	parser, err := kong.New(&cli{}, kong.Name("tutti"),
		kong.Description(about),
		kong.Writers(said, errOut), kong.Exit(func(c int) { exit = c; panic(exitPanic{}) }),
		kong.ExplicitGroups(groups), kong.ConfigureHelp(kong.HelpOptions{Compact: true, Summary: true, WrapUpperBound: reportWidth}))
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
		if code == 0 && said.fault != nil {
			code = a.exitCode(said.fault)
		}
	}()
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case args[0] == "--version":
		args[0] = "version"
	}
	k, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(errOut, "tutti:", plainFlag(err.Error()))
		return 2
	}
	return a.exitCode(k.Run(a))
}

// An answer is what a command prints. It keeps the first failure, so that none
// of all that is printed fails unheard.
type answer struct {
	to    io.Writer
	fault error
}

func (a *answer) Write(p []byte) (int, error) {
	n, err := a.to.Write(p)
	if a.fault == nil {
		a.fault = err
	}
	return n, err
}

// misread is how the reader of flags tells of a number that is none.
var misread = regexp.MustCompile(`^(--[a-z-]+): expected (?:an? )?(?:valid 64 bit )?u?(int|float)\S*(?: value)? but got ("[^"]*").*`)

// lacking is how it tells of an argument that is not there.
var lacking = regexp.MustCompile(`^expected "(<[a-z]+>)`)

// plainFlag says of a flag or an argument what was found and what is wanted: no
// flag takes a number below 0.
func plainFlag(fault string) string {
	if m := lacking.FindStringSubmatch(fault); m != nil {
		return "no " + m[1] + ", want one; --help shows how"
	}
	m := misread.FindStringSubmatch(fault)
	if m == nil {
		return fault
	}
	what := "a whole number"
	if m[2] == "float" {
		what = "a number"
	}
	return m[1] + ": " + m[3] + ", want " + what + " of 0 or more"
}

// about heads the list of commands.
const about = `Simulate how leadership works in organisations.

  tutti run orpheus                        one organisation, one screen
  tutti run orpheus --set pattern=shared   the same people, led otherwise
  tutti watch orpheus                      the same, live
  tutti list scenarios                     what else there is to run
  tutti new mine                           a scenario of your own`

type exitPanic struct{}

// deliver writes the text that a command makes to a file, or to the screen where
// none is named. That the file may be written is found out before the text is
// made, which may take minutes.
func (a *app) deliver(file string, force bool, text func() (string, error)) error {
	if file == "" {
		t, err := text()
		if err != nil {
			return err
		}
		_, err = io.WriteString(a.out, t)
		return err
	}
	f, err := table.Create(file, force)
	if err != nil {
		return usageError{err}
	}
	defer f.Discard()
	t, err := text()
	if err != nil {
		return err
	}
	if _, err := io.WriteString(f, t); err != nil {
		return err
	}
	return f.Commit()
}

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
