package main

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tutti/sim/classic"
)

// runValidate runs the command line and returns its exit code and both streams.
func runValidate(args ...string) (code int, out, errOut string) {
	var o, e strings.Builder
	code = Main(append([]string{"validate"}, args...), &o, &e)
	return code, o.String(), e.String()
}

func TestValidateKeepsAndResumes(t *testing.T) {
	dir := t.TempDir()
	page := filepath.Join(dir, "docs", "validation.md")
	kept := filepath.Join(dir, "kept")
	code, first, said := runValidate("beta-reputation", "degroot", "--out", kept, "--page", page)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	for _, want := range []string{"target", "published", "difference", "standard error", "verdict", "8 targets: 8 agree, 0 differ"} {
		if !strings.Contains(first, want) {
			t.Errorf("output lacks %q:\n%s", want, first)
		}
	}
	written, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"## Beta reputation", "## Reaching a consensus", "further cells of the papers' designs", "**Influence of the most influential person** (ours alone, mean ± standard error of 4 runs a cell)",
		"| network \\ people | 4 | 12 | 30 | 100 |", "| symmetric | 0.25 | 0.08333 |", "trust after 8 good and 2 bad outcomes", "![Trust after a partner turns at round 30](validation/beta-reputation-1.svg)",
	} {
		if !strings.Contains(string(written), want) {
			t.Errorf("page lacks %q", want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "docs", "validation", "beta-reputation-1.svg")); err != nil {
		t.Error(err)
	}
	code, second, said := runValidate("beta-reputation", "degroot", "--out", kept, "--page", page)
	if code != 0 || second != first || strings.Count(said, "kept from an earlier call") != 3 {
		t.Errorf("second call: exit code %d, same output %v, said %q; want everything kept", code, second == first, said)
	}
	again, err := os.ReadFile(page)
	if err != nil || string(again) != string(written) {
		t.Errorf("the page changed between two calls (%v)", err)
	}
}

// What another build of the same version kept is run again, and kept anew.
func TestValidateTellsBuildsApart(t *testing.T) {
	kept := t.TempDir()
	call := func(want int) {
		t.Helper()
		if code, _, said := runValidate("degroot", "--out", kept); code != 0 || strings.Count(said, "kept from an earlier call") != want {
			t.Errorf("exit code %d, said %q, want %d experiments kept", code, said, want)
		}
	}
	call(0)
	call(2)
	ours := build
	t.Cleanup(func() { build = ours })
	build = func() (string, error) { return "changed", nil }
	call(0)
	call(2)
	build = ours
	call(0)
	build = func() (string, error) { return "", errors.New("no such file") }
	if code, _, said := runValidate("degroot", "--out", kept); code != 1 || !strings.Contains(said, "the program cannot read itself, by which kept experiments are told apart (no such file); leave --out away") {
		t.Errorf("a program that cannot be read: exit code %d, said %q", code, said)
	}
}

func TestValidateErrors(t *testing.T) {
	if code, _, said := runValidate("no-such-model"); code != 2 || !strings.Contains(said, "no such published model, want one of degroot") {
		t.Errorf("unknown model: exit code %d, said %q", code, said)
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "folder.md"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ page, want string }{
		{"page", "want a name with an ending, such as " + filepath.Join(dir, "page") + ".md"},
		{"folder.md", "is not an ordinary file and is kept"},
	} {
		if code, out, said := runValidate("degroot", "--page", filepath.Join(dir, tt.page)); code != 2 || out != "" || !strings.Contains(said, tt.want) {
			t.Errorf("--page %s: exit code %d, said %q, printed %q; want %q before any work", tt.page, code, said, out, tt.want)
		}
	}
	if code, _, said := runValidate("degroot", "--out", dir); code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	file := filepath.Join(dir, "degroot-consensus-and-influence-quick.json")
	if err := os.WriteFile(file, []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _, said := runValidate("degroot", "--out", dir); code != 2 || !strings.Contains(said, "not a kept experiment") {
		t.Errorf("damaged file: exit code %d, said %q", code, said)
	}
}

// Every link of the page leads to the heading that it names, also where two
// models have an experiment of one name.
func TestPageLinks(t *testing.T) {
	var all []validated
	headings := map[string]int{}
	for _, k := range classic.Catalogue {
		v := validated{kind: k}
		headings[k.Title]++
		for _, e := range k.Experiments {
			headings[e.Name]++
			v.reports = append(v.reports, classic.Report{Outcomes: []classic.Outcome{classic.Target{Name: e.Name}.Judge(1, 0, 1)}})
		}
		all = append(all, v)
	}
	twice := 0
	for _, n := range headings {
		twice += n - 1
	}
	if twice == 0 {
		t.Error("no two headings are alike, so that nothing is tried here")
	}
	seen := map[string]bool{}
	for _, m := range pageLinks(all) {
		for _, l := range append([]string{m.model}, m.experiments...) {
			if seen[l] {
				t.Errorf("two headings have the link %s", l)
			}
			seen[l] = true
		}
	}
	var b strings.Builder
	pageMissed(&b, all, pageLinks(all))
	if want := "| [deffuant](#clusters-over-confidence-1) | Clusters over confidence |"; !strings.Contains(b.String(), want) {
		t.Errorf("the list of what does not agree lacks %q:\n%s", want, &b)
	}
}

// A figure is well-formed and has a panel for each side that has points.
func TestFigureSVG(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name   string
		figure classic.Figure
		panels int
	}{
		{"published beside ours", classic.Figure{Title: "a < b", X: "x", Y: "y", Curves: []classic.Curve{{Name: "c", X: classic.Points{0, 1, 2}, Ours: classic.Points{1, 2, 3}, Published: classic.Points{1, nan, 3}}}}, 2},
		{"ours alone", classic.Figure{Title: "t", Curves: []classic.Curve{{X: classic.Points{0, 1}, Ours: classic.Points{5, 5}}}}, 1},
		{"logarithmic with a zero", classic.Figure{LogX: true, LogY: true, Curves: []classic.Curve{{X: classic.Points{1, 10, 100}, Ours: classic.Points{0, 0.1, 1}}}}, 1},
		{"nothing", classic.Figure{}, 1},
		{"all missing", classic.Figure{Curves: []classic.Curve{{X: classic.Points{1}, Ours: classic.Points{nan}, Published: classic.Points{nan}}}}, 1},
	} {
		svg := figureSVG(tt.figure)
		for d := xml.NewDecoder(strings.NewReader(svg)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v in\n%s", tt.name, err, svg)
			}
		}
		if got := strings.Count(svg, `fill="#555"`); got != tt.panels {
			t.Errorf("%s: %d panels, want %d", tt.name, got, tt.panels)
		}
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%s: a coordinate is not a number:\n%s", tt.name, svg)
		}
	}
}

// What does not agree stands at the top, with a link to where it is shown.
func TestPageMissed(t *testing.T) {
	k := classic.Kind{Name: "m", Experiments: []classic.Experiment{{Name: "Figure 1: rates"}}}
	target := classic.Target{Name: "level", Published: 1, Tolerance: 0.1, Tag: classic.Read}
	var b strings.Builder
	missed := func(outcomes ...classic.Outcome) {
		all := []validated{{k, []classic.Report{{Outcomes: outcomes}}}}
		pageMissed(&b, all, pageLinks(all))
	}
	missed(target.Judge(1, 0, 1), target.Judge(2, 0.01, 9))
	want := "| [m](#figure-1-rates) | level | 1 | 2 | 0.01 | differs |\n"
	if got := b.String(); !strings.HasSuffix(got, want) || strings.Count(got, "[m]") != 1 {
		t.Errorf("got %q, want one row %q", got, want)
	}
	b.Reset()
	if missed(target.Judge(1, 0, 1)); b.Len() > 0 {
		t.Errorf("all agrees, and still %q is said", b.String())
	}
}

// What the page says of every model, its experiments and the rule of verdicts is
// what the program says now, and its figures are there, no more and no fewer.
func TestValidationPageIsCurrent(t *testing.T) {
	text, err := os.ReadFile("../../docs/validation.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []validated
	for _, k := range classic.Catalogue {
		all = append(all, validated{k, make([]classic.Report, len(k.Experiments))})
	}
	var b strings.Builder
	pageHead(&b, all, pageLinks(all), true)
	counts := regexp.MustCompile(`\d+ (targets|numbers)|\| \d+ \|`)
	for _, v := range all {
		if err := pageModel(&b, v, t.TempDir()); err != nil {
			t.Fatal(err)
		}
	}
	rest := string(text)
	for line := range strings.Lines(b.String()) {
		if counts.MatchString(line) {
			continue
		}
		_, after, ok := strings.Cut(rest, line)
		if !ok {
			t.Fatalf("docs/validation.md lacks, in its place, the line %q; write it anew with `tutti validate --full --page`", line)
		}
		rest = after
	}
	linked := map[string]bool{}
	for _, m := range regexp.MustCompile(`\]\(validation/([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
		linked[m[1]] = true
	}
	files, err := os.ReadDir("../../docs/validation")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !linked[f.Name()] {
			t.Errorf("docs/validation/%s is on no page", f.Name())
		}
		delete(linked, f.Name())
	}
	for name := range linked {
		t.Errorf("docs/validation/%s is missing", name)
	}
}

// What a table says of its numbers, and how many of them are ours.
func TestDesignRuns(t *testing.T) {
	for _, tt := range []struct {
		design classic.Design
		want   string
		cells  int
	}{
		{classic.Design{Row: []string{"a", "b"}, Column: []string{"c", "d"}}, "ours alone, computed", 4},
		{classic.Design{Row: []string{"a", "b"}, Column: []string{"c", "d"}, Runs: 9, Theirs: true}, "ours but for the first row, mean ± standard error of 9 runs a cell", 2},
	} {
		n := countCells([]validated{{reports: []classic.Report{{Designs: []classic.Design{tt.design}}}}})
		if got := designRuns(tt.design); got != tt.want || n != tt.cells {
			t.Errorf("got %q with %d numbers of ours, want %q with %d", got, n, tt.want, tt.cells)
		}
	}
}

func TestSource(t *testing.T) {
	for _, tt := range []struct {
		tags []classic.Tag
		want string
	}{{[]classic.Tag{classic.Recomputed, classic.Read}, "published"}, {[]classic.Tag{classic.Recomputed, classic.Recomputed}, "recomputed"}, {[]classic.Tag{classic.Digitised}, "published"}} {
		var outcomes []classic.Outcome
		for _, tag := range tt.tags {
			outcomes = append(outcomes, classic.Outcome{Target: classic.Target{Tag: tag}})
		}
		if got := source(outcomes); got != tt.want {
			t.Errorf("numbers with tags %v are called %s, want %s", tt.tags, got, tt.want)
		}
	}
}

func TestFigures(t *testing.T) {
	for _, tt := range []struct {
		x      float64
		digits int
		want   string
	}{
		{0.86553, 4, "0.8655"}, {0, 4, "0"}, {1e-12, 2, "0"}, {-0.0123, 2, "−0.012"}, {5.5556, 2, "5.6"}, {1234.5, 2, "1234"}, {100, 4, "100"}, {math.NaN(), 2, "–"},
	} {
		if got := figures(tt.x, tt.digits); got != tt.want {
			t.Errorf("figures(%v, %d) = %q, want %q", tt.x, tt.digits, got, tt.want)
		}
	}
}

// Each published model has a page for teachers, as the validation page links,
// and every command on it runs; what it says to watch is drawn.
func TestPagesForTeachers(t *testing.T) {
	for _, k := range classic.Catalogue {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", "classics", k.Name+".md"))
		if err != nil {
			t.Errorf("no page for %s: %v", k.Name, err)
			continue
		}
		for _, want := range []string{"# ", "## What it claims", "## What to try first", "## What surprises", "    tutti run ", "    tutti watch "} {
			if !strings.Contains(string(text), want) {
				t.Errorf("page of %s lacks %q", k.Name, want)
			}
		}
		for line := range strings.Lines(string(text)) {
			command, ok := strings.CutPrefix(line, "    tutti ")
			if !ok {
				continue
			}
			if what, ok := strings.CutPrefix(command, "watch "); ok {
				command = "render " + strings.TrimSpace(what) + " --cycles 3 --png " + filepath.Join(t.TempDir(), "seen.png")
			}
			if code := Main(strings.Fields(command), io.Discard, os.Stderr); code != 0 {
				t.Errorf("page of %s: tutti %s: exit code %d, want 0", k.Name, strings.TrimSpace(command), code)
			}
		}
	}
}
