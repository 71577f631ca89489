package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
	"unicode"

	"tutti/sim/classic"
	"tutti/sim/table"
)

// validateCmd reruns what papers printed and holds it against our numbers.
type validateCmd struct {
	Names []string `arg:"" optional:"" name:"name" help:"Published models to validate; by default all."`
	Full  bool     `help:"Run at the papers' own sizes (some twenty minutes of processor time for all) rather than a few seconds each."`
	Out   string   `help:"Directory that keeps finished experiments: a later call goes on where this one stopped." type:"path" placeholder:"DIR"`
	Page  string   `help:"Write the validation page, with the figures redrawn in a folder beside it." type:"path" placeholder:"FILE"`
}

// validated is a model with the reports of its experiments.
type validated struct {
	kind    classic.Kind
	reports []classic.Report
}

// Help is shown by --help.
func (validateCmd) Help() string {
	return `Examples:
  tutti validate                        all published models, reduced, in seconds
  tutti validate march-1991 --full      one of them at the paper's own size
  tutti validate --full --out kept --page docs/validation.md

With --out, finished experiments are kept: after an interruption the same command
goes on where it was stopped. A program that was built anew from other source runs
them again.`
}

// Run validates, prints and writes the page.
func (c *validateCmd) Run(a *app) error {
	kinds, err := pickKinds(c.Names)
	if err != nil {
		return err
	}
	if c.Page != "" {
		if err := pagePlace(c.Page); err != nil {
			return err
		}
	}
	total, done := 0, 0
	for _, k := range kinds {
		total += len(k.Experiments)
	}
	var all []validated
	for _, k := range kinds {
		v := validated{kind: k}
		for _, e := range k.Experiments {
			r, err := c.experiment(a, k, e, fmt.Sprintf("%d of %d, %s: %s", done+1, total, k.Name, e.Name))
			if err != nil {
				return c.stopped(a, err, done)
			}
			v.reports = append(v.reports, r)
			done++
		}
		all = append(all, v)
		if err := printOutcomes(a.out, v); err != nil {
			return err
		}
	}
	if err := printVerdicts(a.out, all); err != nil {
		return err
	}
	if c.Page != "" {
		return writePage(c.Page, all, c.Full)
	}
	return nil
}

// stopped tells, where the command was interrupted, what is lost and what not.
func (c *validateCmd) stopped(a *app, err error, done int) error {
	if !errors.Is(err, errInterrupted) {
		return err
	}
	if c.Out == "" {
		fmt.Fprintln(a.err, "nothing is kept; with --out DIR the same command would go on where it was stopped")
	} else {
		fmt.Fprintf(a.err, "%s kept in %s; the same command goes on from there\n", plural(done, "finished experiment"), c.Out)
	}
	return err
}

// pickKinds finds the models named; none means all.
func pickKinds(names []string) ([]classic.Kind, error) {
	if len(names) == 0 {
		return classic.Catalogue, nil
	}
	var kinds []classic.Kind
	for _, name := range names {
		k, ok := classic.Find(name)
		if !ok {
			var known []string
			for _, k := range classic.Catalogue {
				known = append(known, k.Name)
			}
			return nil, usageError{fmt.Errorf("%s: no such published model, want one of %s", name, strings.Join(known, ", "))}
		}
		kinds = append(kinds, k)
	}
	return kinds, nil
}

// A keptName says what a kept experiment is a result of.
type keptName struct {
	Version, Build, Model, Experiment string
	Full                              bool
}

// keptReport is a finished experiment as it is kept in a file.
type keptReport struct {
	keptName
	Report classic.Report
}

// build tells this program from every other of the same version: the digest of
// its own file. Source that was changed without a new version makes another.
var build = sync.OnceValues(func() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
})

// experiment runs an experiment, or takes it from the directory that keeps
// finished ones. name is how it is told of.
func (c *validateCmd) experiment(a *app, k classic.Kind, e classic.Experiment, name string) (classic.Report, error) {
	if c.Out == "" {
		return a.watchExperiment(e, name, c.Full)
	}
	if err := os.MkdirAll(c.Out, 0o777); err != nil {
		return classic.Report{}, usageError{err}
	}
	b, err := build()
	if err != nil {
		return classic.Report{}, fmt.Errorf("the program cannot read itself, by which kept experiments are told apart (%w); leave --out away", err)
	}
	want := keptName{Version: version, Build: b, Model: k.Name, Experiment: e.Name, Full: c.Full}
	file := filepath.Join(c.Out, slug(k.Name+" "+e.Name)+sizeWord(c.Full)+".json")
	kept, err := readReport(file, want)
	if err != nil {
		return classic.Report{}, err
	}
	if kept != nil {
		fmt.Fprintf(a.err, "%s: kept from an earlier call\n", name)
		return *kept, nil
	}
	r, err := a.watchExperiment(e, name, c.Full)
	if err != nil {
		return r, err
	}
	return r, table.Save(file, true, func(w io.Writer) error {
		text, err := json.MarshalIndent(keptReport{want, r}, "", " ")
		if err != nil {
			return err
		}
		_, err = w.Write(append(text, '\n'))
		return err
	})
}

// readReport reads a kept report; nil where there is none, or one of another
// version or build of the program.
func readReport(file string, want keptName) (*classic.Report, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var kept keptReport
	if err := json.Unmarshal(text, &kept); err != nil {
		return nil, usageError{fmt.Errorf("%s: not a kept experiment (%w); remove it to run that again", file, err)}
	}
	if kept.keptName != want {
		return nil, nil
	}
	return &kept.Report, nil
}

func sizeWord(full bool) string {
	if full {
		return "-full"
	}
	return "-quick"
}

// slug turns a name into one for files: lower-case letters, digits and dashes.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// watchExperiment runs an experiment and tells on standard error how far it is.
func (a *app) watchExperiment(e classic.Experiment, name string, full bool) (classic.Report, error) {
	line := experimentLine{app: a, name: name, began: time.Now(), said: time.Now()}
	ended := make(chan classic.Report, 1)
	go func() { ended <- e.Run(full, line.progress) }()
	select {
	case r := <-ended:
		line.finish(time.Since(line.began))
		return r, nil
	case <-a.ctx.Done():
		line.finish(0)
		return classic.Report{}, errInterrupted
	}
}

// experimentLine is the line that tells how far an experiment is: drawn again
// and again on a terminal, else said every half minute.
type experimentLine struct {
	app   *app
	name  string
	began time.Time

	mutex sync.Mutex
	said  time.Time
	over  bool
}

func (l *experimentLine) progress(done, total int) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	every := 30 * time.Second
	if l.app.fancy {
		every = 200 * time.Millisecond
	}
	if l.over || time.Since(l.said) < every {
		return
	}
	l.said = time.Now()
	if l.app.fancy {
		fmt.Fprintf(l.app.err, "\r\x1b[K%s: %d %%", l.name, 100*done/total)
	} else {
		fmt.Fprintf(l.app.err, "%s: %d %%\n", l.name, 100*done/total)
	}
}

// finish ends the line; took is 0 when the experiment was interrupted.
func (l *experimentLine) finish(took time.Duration) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.over = true
	clear := ""
	if l.app.fancy {
		clear = "\r\x1b[K"
	}
	if took > 0 {
		fmt.Fprintf(l.app.err, "%s%s: %.1f s\n", clear, l.name, took.Seconds())
	} else {
		fmt.Fprintf(l.app.err, "%s%s: interrupted\n", clear, l.name)
	}
}

// printOutcomes prints one line a target.
func printOutcomes(w io.Writer, v validated) error {
	fmt.Fprintf(w, "\n%s (%s)\n", v.kind.Title, v.kind.Name)
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "target\ttag\tpublished\tours\tdifference\tstandard error\truns\tverdict")
	for _, r := range v.reports {
		for _, o := range r.Outcomes {
			fmt.Fprintln(tab, strings.Join(outcomeCells(o), "\t"))
		}
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	for _, r := range v.reports {
		for _, note := range r.Notes {
			fmt.Fprintf(w, "\n%s\n", note)
		}
		for _, d := range r.Designs {
			if err := printDesign(w, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// printDesign prints cells for which no published number is known.
func printDesign(w io.Writer, d classic.Design) error {
	fmt.Fprintf(w, "\n%s (%s)\n", d.Title, designRuns(d))
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "%s\t%s\n", designCorner(d), strings.Join(d.Column, "\t"))
	for r, name := range d.Row {
		fmt.Fprintf(tab, "%s\t%s\n", name, strings.Join(designCells(d, r), "\t"))
	}
	return tab.Flush()
}

// designCorner names what varies down and, where something does, across.
func designCorner(d classic.Design) string {
	if d.Across == "" {
		return d.Rows
	}
	return d.Rows + " \\ " + d.Across
}

// designRuns says what stands behind a cell.
func designRuns(d classic.Design) string {
	whose := "ours alone"
	if d.Theirs {
		whose = "ours but for the first row"
	}
	if d.Runs <= 1 {
		return whose + ", computed"
	}
	return fmt.Sprintf("%s, mean ± standard error of %d runs a cell", whose, d.Runs)
}

// designCells are the cells of a row.
func designCells(d classic.Design, r int) []string {
	out := make([]string, len(d.Column))
	for c := range out {
		out[c] = figures(d.Mean[r][c], 4)
		if se := figures(d.SE[r][c], 2); se != "0" {
			out[c] += " ± " + se
		}
	}
	return out
}

// countCells is how many numbers of ours stand in the tables of designs.
func countCells(all []validated) int {
	n := 0
	for _, v := range all {
		for _, r := range v.reports {
			for _, d := range r.Designs {
				rows := len(d.Row)
				if d.Theirs {
					rows--
				}
				n += rows * len(d.Column)
			}
		}
	}
	return n
}

// outcomeCells are the cells of a target's line.
func outcomeCells(o classic.Outcome) []string {
	bound := map[classic.Sense]string{classic.Above: "above ", classic.Below: "below "}[o.Sense]
	se := "–"
	if o.SE > 0 {
		se = figures(o.SE, 2)
	}
	return []string{
		o.Name, string(o.Tag), bound + figures(o.Published, 4), figures(o.Ours, 4), figures(o.Ours-o.Published, 2), se,
		fmt.Sprint(o.Runs), string(o.Verdict),
	}
}

// figures writes x with so many significant digits, missing as a dash.
func figures(x float64, digits int) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case math.Abs(x) < 1e-9:
		return "0"
	}
	decimals := digits - 1 - int(math.Floor(math.Log10(math.Abs(x))))
	return strings.Replace(trimZeros(fmt.Sprintf("%.*f", min(max(decimals, 0), 10), x)), "-", "−", 1)
}

// trimZeros takes the zeros off the end of a decimal fraction.
func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// countVerdicts counts how often each verdict was given.
func countVerdicts(all []validated) map[classic.Verdict]int {
	n := map[classic.Verdict]int{}
	for _, v := range all {
		for _, r := range v.reports {
			for _, o := range r.Outcomes {
				n[o.Verdict]++
			}
		}
	}
	return n
}

func printVerdicts(w io.Writer, all []validated) error {
	n := countVerdicts(all)
	_, err := fmt.Fprintf(w, "\n%d targets: %d agree, %d differ, %d unclear (too few runs to tell)\n",
		n[classic.Agrees]+n[classic.Differs]+n[classic.Unclear], n[classic.Agrees], n[classic.Differs], n[classic.Unclear])
	return err
}
