package run

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"

	"tutti/sim/exact"
)

// widePlan has two experiments, extended twice.
func widePlan(t *testing.T) *Plan {
	t.Helper()
	p := tinyPlan(3)
	other := Experiment{Name: "other", Scenario: "made up", Kind: Sobol, N: 8, Seed: 1, Factors: []Factor{{Name: "x", Key: "x", Lo: 1, Hi: 9, Whole: true}}}
	if err := other.prepare(); err != nil {
		t.Fatal(err)
	}
	p.Groups = append(p.Groups, Group{Experiment: other, Points: [][2]int64{{0, 2}, {5, 8}}})
	p.Blocks = append(p.Blocks,
		Block{Groups: [2]int{0, 1}, Replicates: [2]int64{3, 5}, Sources: []string{"made up"}},
		Block{Groups: [2]int{1, 2}, Replicates: [2]int64{0, 5}, Sources: []string{"made up"}})
	return p
}

// TestPlaces holds the numbering of runs to its word: every point meets every
// replicate once, shards cover the runs, and both ways of counting agree.
func TestPlaces(t *testing.T) {
	for _, p := range []*Plan{tinyPlan(1), tinyPlan(7), widePlan(t)} {
		seen := map[[2]int64]int64{}
		for k := range p.Runs() {
			at := p.At(k)
			key := [2]int64{at.Point, at.Replicate}
			if before, twice := seen[key]; twice {
				t.Fatalf("runs %d and %d are the same", before, k)
			}
			seen[key] = k
			if got := p.RunOf(at.Point, at.Replicate); got != k {
				t.Errorf("point %d, replicate %d is run %d, want %d", at.Point, at.Replicate, got, k)
			}
			if again := p.PointAt(at.Point); again.Group != at.Group || again.Local != at.Local {
				t.Errorf("point %d lies at %+v, want %+v", at.Point, again, at)
			}
		}
		if want := p.Points() * p.Replicates(); int64(len(seen)) != want {
			t.Errorf("%d runs, want %d", len(seen), want)
		}
		next := int64(0)
		for n := range p.Shards() {
			sh := p.shardAt(n)
			if sh.from != next || sh.to <= sh.from || sh.to-sh.from > p.Shard {
				t.Errorf("shard %d is %d to %d, want it to begin at %d", n, sh.from, sh.to, next)
			}
			next = sh.to
			for from := int64(0); from < p.Points(); from += 2 {
				touches := false
				for k := sh.from; k < sh.to; k++ {
					point := p.At(k).Point
					touches = touches || point >= from && point < from+2
				}
				if got := p.touches(sh, from, from+2); touches && !got {
					t.Errorf("shard %d is said to hold no run of points %d and %d", n, from, from+1)
				}
			}
		}
		if next != p.Runs() {
			t.Errorf("shards end at run %d, want %d", next, p.Runs())
		}
	}
}

// TestPrefixesAreBalanced: after any number of runs of a block no point is more
// than one run ahead.
func TestPrefixesAreBalanced(t *testing.T) {
	p := tinyPlan(5)
	count := make([]int, p.Points())
	for k := range p.Runs() {
		count[p.At(k).Point]++
		if slices.Max(count)-slices.Min(count) > 1 {
			t.Fatalf("after %d runs: %v", k+1, count)
		}
	}
}

func TestPlanRoundTrip(t *testing.T) {
	p := widePlan(t)
	q, err := ReadPlan(p.JSON())
	if err != nil || !bytes.Equal(q.JSON(), p.JSON()) || q.ID() != p.ID() {
		t.Fatalf("%v: a plan that is read again is another", err)
	}
	for k := range p.Runs() {
		if a, b := p.Command(p.At(k)), q.Command(q.At(k)); a != b {
			t.Fatalf("run %d: %s, want %s", k, b, a)
		}
	}
	for _, bad := range []string{"", "{}", "[]", strings.Replace(string(p.JSON()), `"shard": 5`, `"shard": 6`, 1) + " ", `{"format":2}`} {
		if _, err := ReadPlan([]byte(bad)); err == nil {
			t.Errorf("%.40q is taken as a plan", bad)
		}
	}
}

// memory is a file system of a few names.
func memory(files map[string]string) Opener {
	return func(name string) ([]byte, error) {
		text, ok := files[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return []byte(text), nil
	}
}

const tinyMarch = "title = 'March'\nmodel = 'march-1991'\ncycles = 12\n"

// planned makes the plan of a design over a small published model.
func planned(t *testing.T, design string) *Plan {
	t.Helper()
	open := memory(map[string]string{"design.toml": design, "march.toml": tinyMarch, "points.csv": "parameters.p1,parameters.people\n0.1,20\n0.5,30\n",
		"marked.csv": "\ufeffparameters.p1\r\n0.1\r\n"})
	d, err := ReadDesign(open, "design.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlan(d, "1", open)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDesigns(t *testing.T) {
	const head = "scenario = 'march.toml'\n"
	for _, tt := range []struct {
		name, design string
		want         []string // labels of the first points
		points       int64
	}{
		{"crossed", head + "[factor.p1]\nkey='parameters.p1'\nvalues=[0.1,0.2]\n[factor.n]\nkey='parameters.people'\nvalues=[10,20]\n",
			[]string{"p1=0.1 n=10", "p1=0.1 n=20", "p1=0.2 n=10", "p1=0.2 n=20"}, 4},
		{"together", head + "[factor.p1]\nkey='parameters.p1'\nvalues=[0.1,0.2]\n[factor.n]\nkey='parameters.people'\nvalues=[10,20]\nwith='p1'\n",
			[]string{"p1=0.1 n=10", "p1=0.2 n=20"}, 2},
		{"steps", head + "[factor.p1]\nkey='parameters.p1'\nrange=[0.1,0.5]\nsteps=3\n", []string{"p1=0.1", "p1=0.3", "p1=0.5"}, 3},
		{"logarithmic steps", head + "[factor.p1]\nkey='parameters.p1'\nrange=[0.01,1]\nsteps=3\nscale='log'\n", []string{"p1=0.01", "p1=0.1", "p1=1"}, 3},
		{"rows", head + "[[row]]\n'parameters.p1'=0.3\n[[row]]\n'parameters.p1'=0.4\n", []string{"parameters_p1=0.3", "parameters_p1=0.4"}, 2},
		{"rows of a file", head + "rows='points.csv'\n", []string{"parameters_p1=0.1 parameters_people=20", "parameters_p1=0.5 parameters_people=30"}, 2},
		{"rows of a spreadsheet", head + "rows='marked.csv'\n", []string{"parameters_p1=0.1"}, 1},
		{"sequence", head + "kind='sobol'\nn=4\n[factor.p1]\nkey='parameters.p1'\nrange=[0,1]\n", []string{"p1=0", "p1=0.5", "p1=0.75", "p1=0.25"}, 4},
		{"hypercube", head + "kind='lhs'\nplace='centred'\nn=5\n[factor.p1]\nkey='parameters.p1'\nrange=[0,1]\n", nil, 5},
		{"trajectories", head + "kind='morris'\nn=3\n[factor.p1]\nkey='parameters.p1'\nrange=[0,1]\n[factor.p2]\nkey='parameters.p2'\nrange=[0,1]\n", nil, 9},
		{"blocks", head + "kind='saltelli'\nn=4\nsecond_order=true\n[factor.p1]\nkey='parameters.p1'\nrange=[0,1]\n[factor.p2]\nkey='parameters.p2'\nrange=[0,1]\n", nil, 24},
		{"scenarios", "[factor.file]\nkey='scenario'\nvalues=['march.toml']\n", []string{"file=march.toml"}, 1},
		{"experiments", head + "[[experiment]]\nname='a'\n[experiment.factor.p1]\nkey='parameters.p1'\nvalues=[0.1]\n[[experiment]]\nname='b'\n[experiment.set]\n'parameters.people'=5\n",
			[]string{"a p1=0.1", "b"}, 2},
		{"nothing varies", head + "[set]\n'parameters.p1'=0.2\n", []string{""}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := planned(t, tt.design)
			if p.Points() != tt.points {
				t.Fatalf("%d points, want %d", p.Points(), tt.points)
			}
			for i, want := range tt.want {
				at := p.PointAt(int64(i))
				if got := p.Groups[at.Group].Experiment.Label(at.Local); got != want {
					t.Errorf("point %d is %q, want %q", i, got, want)
				}
			}
			for k := range p.Runs() {
				if r, err := NewRuns(p).Run(t.Context(), k); err != nil || len(r.Values) != len(p.Columns) || r.Digest == "" {
					t.Fatalf("run %d: %+v, %v", k, r, err)
				}
			}
		})
	}
}

func TestSeeds(t *testing.T) {
	p := planned(t, "scenario='march.toml'\nseeds=[7,5]\n[factor.p1]\nkey='parameters.p1'\nvalues=[0.1,0.2]\n")
	var got []uint64
	for k := range p.Runs() {
		got = append(got, p.SeedOf(p.At(k)))
	}
	if want := []uint64{7, 7, 5, 5}; !slices.Equal(got, want) {
		t.Errorf("shared seeds %v, want %v", got, want)
	}
	p = planned(t, "scenario='march.toml'\nseeds=2\ncommon_seeds=false\n[factor.p1]\nkey='parameters.p1'\nvalues=[0.1,0.2]\n")
	seen := map[uint64]bool{}
	for k := range p.Runs() {
		seen[p.SeedOf(p.At(k))] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d different seeds of 4 runs that share none", len(seen))
	}
	if p = planned(t, "scenario='march.toml'\nfirst_seed=9007199254740991\n"); p.SeedOf(p.At(0)) != exact.MaxSeed {
		t.Errorf("the last seed there is: got %d", p.SeedOf(p.At(0)))
	}
	for _, first := range []uint64{exact.MaxSeed, math.MaxUint64} {
		e := Experiment{Scenario: "march.toml", Kind: Factorial}
		_, err := NewPlan(MakeDesign(e, 2, first, nil), "1", memory(map[string]string{"march.toml": tinyMarch}))
		if err == nil || !strings.Contains(err.Error(), "want none above 2^53-1") {
			t.Errorf("two seeds from %d on: got %v, want a refusal", first, err)
		}
	}
}

func TestExtendRefuses(t *testing.T) {
	const design = "scenario='march.toml'\nseeds=%s\nkind='%s'\nn=%d\n[factor.p1]\nkey='parameters.p1'\nrange=[0,1]\n"
	old := planned(t, fmt.Sprintf(design, "3", "sobol", 4))
	for _, tt := range []struct{ name, fresh, want string }{
		{"fewer seeds", fmt.Sprintf(design, "2", "sobol", 4), "only adds"},
		{"other seeds", fmt.Sprintf(design, "[9,8,7]", "sobol", 4), "the seeds differ"},
		{"fewer points", fmt.Sprintf(design, "3", "sobol", 2), "2 of the sweep's 4 points are not in the new design"},
		{"another hypercube", fmt.Sprintf(design, "3", "lhs", 8), "points are not in the new design"},
		{"a series", "series=2\n" + fmt.Sprintf(design, "3", "sobol", 4), "the measures differ"},
	} {
		if _, err := Extend(old, planned(t, tt.fresh)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
	if more, err := Extend(planned(t, fmt.Sprintf(design, "1", "morris", 2)), planned(t, fmt.Sprintf(design, "1", "morris", 5))); err != nil || more.Points() < 4 {
		t.Errorf("more trajectories: got %v", err)
	}
	wider, err := Extend(old, planned(t, fmt.Sprintf(design, "5", "sobol", 8)))
	if err != nil || wider.Runs() != 40 || wider.BlockID(0) != old.BlockID(0) {
		t.Fatalf("got %v, want 40 runs of which the first block is the old one", err)
	}
	for k := range old.Runs() {
		if a, b := old.Command(old.At(k)), wider.Command(wider.At(k)); a != b {
			t.Errorf("run %d became %s, was %s", k, b, a)
		}
	}
}

// TestExtendRefusesLostRows counts points, not rows: one that stands twice does
// not make up for one that is gone.
func TestExtendRefusesLostRows(t *testing.T) {
	const design = "scenario='march.toml'\n[[row]]\n'parameters.p1'=0.1\n[[row]]\n'parameters.p1'=%s\n"
	_, err := Extend(planned(t, fmt.Sprintf(design, "0.2")), planned(t, fmt.Sprintf(design, "0.1")))
	if err == nil || !strings.Contains(err.Error(), "1 of the sweep's 2 points are not in the new design") {
		t.Errorf("got %v, want a refusal", err)
	}
}

// TestAnswersAfterExtending wants the answers of a sweep that was extended to be
// those of one that was made at once, whatever its points are numbered.
func TestAnswersAfterExtending(t *testing.T) {
	const design = "scenario='march.toml'\n[factor.p1]\nkey='parameters.p1'\nvalues=[0.1,0.9]\n[factor.p2]\nkey='parameters.p2'\nvalues=%s\n"
	fresh := planned(t, fmt.Sprintf(design, "[0.1,0.3,0.5,0.9]"))
	wider, err := Extend(planned(t, fmt.Sprintf(design, "[0.1,0.5]")), fresh)
	if err != nil {
		t.Fatal(err)
	}
	var got [2][][]float64
	for i, p := range []*Plan{fresh, wider} {
		s := swept(t, t.TempDir(), p, NewRuns(p), 2)
		a, err := s.Answers(t.Context(), p.Experiments()[0], p.Columns[:2])
		if err != nil || a.Missing > 0 {
			t.Fatalf("%d answers are missing, %v", a.Missing, err)
		}
		got[i] = a.Y
	}
	if fmt.Sprint(got[1]) != fmt.Sprint(got[0]) {
		t.Errorf("got %v, want %v", got[1], got[0])
	}
}

func TestQuote(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"plain-1.toml", "plain-1.toml"}, {"", "''"}, {"a b", "'a b'"}, {"$(rm)", "'$(rm)'"}, {"it's", `'it'\''s'`}, {"~x", "'~x'"},
	} {
		if got := Quote(tt.in); got != tt.want {
			t.Errorf("Quote(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

// FuzzReadDesign wants every refusal to be an error, never a panic.
func FuzzReadDesign(f *testing.F) {
	for _, seed := range []string{"scenario='march.toml'\n", "seeds=[1,1]", "[factor.x]\nvalues=[1,'a',[2]]\n", "kind='lhs'\nn=3\n[factor.x]\nrange=[1,2]", "[[experiment]]\nname='a'\n", "[[row]]\na=1\n[[row]]\nb=2\n", "rows='x.csv'", "[set]\na.b=1\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ReadDesign(memory(map[string]string{"d.toml": text, "x.csv": text}), "d.toml", nil)
		if err == nil && (len(d.Experiments) == 0 || d.Replicates < 1) {
			t.Errorf("%q is taken as a design without experiments or seeds", text)
		}
	})
}

// TestShardsFitInMemory: what a shard holds is bounded, also where each run
// leaves a long series.
func TestShardsFitInMemory(t *testing.T) {
	p := planned(t, "scenario='march.toml'\nseeds=1000000\nseries=1\n[set]\ncycles=20000\n")
	if got := p.Shard * 20000 * int64(2+len(p.Series)); got > 2*maxCells {
		t.Errorf("a shard of %d runs holds %d numbers, want at most %d", p.Shard, got, maxCells)
	}
}
