package main

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tutti/sim/exact"
	"tutti/sim/stats"
)

// TestTeams: every team of a population can be read, and they differ.
func TestTeams(t *testing.T) {
	draws := exact.NewDraws(1, 9001, 0)
	seen := map[string]bool{}
	for i := range 80 {
		text, pattern, _ := teamText(draws, i, i%2 == 1)
		s := read(text)
		if s.Spec.Agents() != 10 || s.Spec.Pattern.Name != pattern {
			t.Errorf("team %d: got %d agents with %s, want 10 with %s", i, s.Spec.Agents(), s.Spec.Pattern.Name, pattern)
		}
		seen[text] = true
	}
	if len(seen) != 80 {
		t.Errorf("got %d different teams of 80", len(seen))
	}
}

// TestNoSuchPage: a page that there is not is told of.
func TestNoSuchPage(t *testing.T) {
	if err := pages(t.TempDir(), "patern", true); err == nil || !strings.Contains(err.Error(), `no page "patern", want patterns`) {
		t.Errorf("got %v, want what pages there are", err)
	}
}

// TestQuickWantsAFolder: a first look does not overwrite the documentation.
func TestQuickWantsAFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := pages("", "patern", true); err == nil || !strings.Contains(err.Error(), "-quick: want -out FOLDER") {
		t.Errorf("got %v, want it to ask for a folder", err)
	}
}

func TestVerdict(t *testing.T) {
	b := band{lo: 0.2, hi: 0.4}
	for _, tt := range []struct {
		r, lo, hi float64
		want      string
	}{
		{0.3, 0.1, 0.5, "in the band"}, {0.5, 0.45, 0.55, "**outside**"}, {0.45, 0.35, 0.55, "outside, but its interval reaches into the band"},
	} {
		if got := verdict(tt.r, stats.Interval{Lo: tt.lo, Hi: tt.hi}, b); got != tt.want {
			t.Errorf("r %v (%v to %v): got %q, want %q", tt.r, tt.lo, tt.hi, got, tt.want)
		}
	}
}

// TestPlaces: the grid has all combinations, and a place lives.
func TestPlaces(t *testing.T) {
	if got, want := len(crossed(middle, grid())), int(math.Pow(3, 5)); got != want {
		t.Errorf("got %d places, want %d", got, want)
	}
	p := middle
	p.size = 5
	c := explore([]place{p}, 2)[0]
	if len(c.means) != len(rivals) || c.best == c.second || !(c.lead >= 0) {
		t.Errorf("got best %d, second %d, lead %v of %d rivals", c.best, c.second, c.lead, len(c.means))
	}
	for r, x := range c.means {
		if !(x > 0 && x < 1) {
			t.Errorf("%s: got output %v, want it between 0 and 1", rivals[r], x)
		}
	}
}

// TestSections: every section's places can be lived, whatever the kind of work.
func TestSections(t *testing.T) {
	for _, m := range slices.Concat(maps, others) {
		places := crossed(m.at, []factor{m.x, m.y})
		if len(places) < 12 {
			t.Errorf("%s: got %d places, want a map", m.file, len(places))
		}
		last := places[len(places)-1]
		last.size = 5
		if c := explore([]place{last}, 2)[0]; !(c.means[c.best] > 0 && c.means[c.best] <= 1) {
			t.Errorf("%s: got output %v at best, want it above 0", m.file, c.means[c.best])
		}
	}
}

// TestPopulationPage writes a small page.
func TestPopulationPage(t *testing.T) {
	folder := t.TempDir()
	if err := populationPage(folder, 24); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "population.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "# A population of 24 teams") || strings.Contains(string(text), "NaN") {
		t.Errorf("got a page that says %.80q or holds NaN", text)
	}
}

// TestRecognised: nine in ten teams that differ in everything are recognised as
// what their pattern's file names; of 300 teams chance may take five in a hundred.
func TestRecognised(t *testing.T) {
	known, teams := 0, population(300, false)
	for _, x := range teams {
		if x.known {
			known++
		}
	}
	if share := float64(known) / float64(len(teams)); share < 0.85 {
		t.Errorf("got %.2f of teams recognised, want about .9", share)
	}
}

// BenchmarkPopulation lives a population of teams of ten for 200 cycles.
func BenchmarkPopulation(b *testing.B) {
	const teams = 130
	for b.Loop() {
		population(teams, false)
	}
	b.ReportMetric(float64(b.N)*teams/b.Elapsed().Seconds(), "teams/s")
}
