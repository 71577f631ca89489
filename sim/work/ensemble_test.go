package work_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"tutti/sim/classic"
	"tutti/sim/exact"
	"tutti/sim/keys"
	"tutti/sim/work"
)

// players is an ensemble without sound delay, intention or motor noise whose
// players without expertise keep time with a standard deviation of 10 ms.
func players(n int, pattern, timing string) string {
	return fmt.Sprintf(`
pattern = %s
[group.player]
count = %d
expertise = 0.05
autonomy = 0
identity = 1
openness = 1
[[ties]]
kind = "complete"
[influence]
floor = 0
noise = 0
[work]
kind = "ensemble"
timekeeper = 10
motor = 0
sound = 0
intention = 0
%s
`, pattern, n, timing)
}

// passages plays so many passages and returns the means of a measure and of its
// square over them.
func passages(t *testing.T, text, name string, count int) (mean, square float64) {
	t.Helper()
	m := model(t, text, 8)
	for range count {
		m.Step()
		x := column(t, m, name)
		mean += x / float64(count)
		square += x * x / float64(count)
	}
	return mean, square
}

const alone = `{name = "isolated", reflection = 0}`

// Equal gains α among n players: the asynchrony of a pair is a first-order
// process with φ = 1 − n·α, so its standard deviation is σ·√(2/(1 − φ²)), least
// at α = 1/n (Wing et al. 2014; evidence, B6).
func TestEnsembleWithEqualGains(t *testing.T) {
	for _, n := range []int{2, 4, 8, 30} {
		for _, share := range []float64{0.2, 0.5, 1, 1.5} {
			text := players(n, alone, fmt.Sprintf("notes = 1100\nsettle = 100\ngain = %v", share/float64(n)))
			_, got := passages(t, text, "asynchrony_ms", 6)
			phi := 1 - share
			want := 100 * 2 / (1 - phi*phi)
			if math.Abs(got-want) > 0.09*want {
				t.Errorf("n = %d, α = %v/n: variance %.1f ms², want %.1f", n, share, got, want)
			}
		}
	}
	text := players(4, alone, "notes = 400\ngain = 0.51")
	if got, _ := passages(t, text, "asynchrony_ms", 2); got < 100 {
		t.Errorf("above 2/n the ensemble falls apart, but its asynchrony is %.1f ms", got)
	}
}

// The mean onset of a leaderless ensemble wanders by σ/√n a note; one that
// follows a single player with gain 1 inherits that player's σ (evidence, B6).
func TestEnsembleTempoWanders(t *testing.T) {
	const n = 16
	equal := players(n, alone, fmt.Sprintf("notes = 600\ngain = %v", 1./n))
	if got, _ := passages(t, equal, "tempo_wander", 6); math.Abs(got-10/math.Sqrt(n)) > 0.15 {
		t.Errorf("leaderless: the tempo wanders by %.2f ms a note, want %.2f", got, 10/math.Sqrt(n))
	}
	rows := make([]string, n)
	for i := range rows {
		row := make([]string, n)
		for j := range row {
			row[j] = "0"
		}
		if i > 0 {
			row[0] = "1"
		}
		rows[i] = "[" + strings.Join(row, ", ") + "]"
	}
	led := players(n, alone, "notes = 600\ngains = ["+strings.Join(rows, ", ")+"]")
	// The mean of n−1 who were where the leader was, and of the leader himself.
	if got, _ := passages(t, led, "tempo_wander", 6); got < 9 || got > 11 {
		t.Errorf("following one: the tempo wanders by %.2f ms a note, want about the leader's 10", got)
	}
	if got, _ := passages(t, led, "asynchrony_ms", 6); math.Abs(got-14.14) > 0.5 {
		t.Errorf("following one: asynchrony %.2f ms, want 14.14", got)
	}
	if got, _ := passages(t, led, "gain_asymmetry", 1); got != 1 {
		t.Errorf("following one: gain asymmetry %v, want 1", got)
	}
}

// theory is the mean pair variance by the discrete Lyapunov equation, from the
// published model [ms²].
func theory(t *testing.T, gains, clocks, hands string) float64 {
	t.Helper()
	root, err := keys.Parse("x.toml", fmt.Appendf(nil, "gains = %s\ntimekeeper = %s\nmotor = %s", gains, clocks, hands))
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := classic.Find("wing-2014")
	m := kind.Read(root).New(1)
	row := make([]float64, len(m.Columns()))
	m.Measure(row)
	for k, c := range m.Columns() {
		if c.Name == "pair_variance_theory" {
			return row[k]
		}
	}
	t.Fatal("no theory")
	return 0
}

// Any gains, unequal skill and motor noise against the Lyapunov equation.
func TestEnsembleAgainstLyapunov(t *testing.T) {
	for seed := range uint64(12) {
		lot := exact.NewDraws(seed, 9000, 0).Stream(0)
		n := 2 + lot.Int(5)
		var rows, clocks, hands, skills []string
		for range n {
			var row []string
			for range n {
				row = append(row, fmt.Sprint(1.3*lot.Share()/float64(n)))
			}
			skill := 0.05 + 0.8*lot.Share()
			rows = append(rows, "["+strings.Join(row, ", ")+"]")
			skills = append(skills, fmt.Sprint(skill))
			clocks = append(clocks, fmt.Sprint(10*(1.05-skill)))
			hands = append(hands, fmt.Sprint(4*(1.05-skill)))
		}
		list := func(xs []string) string { return "[" + strings.Join(xs, ", ") + "]" }
		text := players(n, alone, "notes = 2000\nsettle = 100\ngains = "+list(rows))
		text = strings.Replace(text, "motor = 0", "motor = 4", 1)
		m := model(t, text, seed)
		for i := range n {
			if _, err := fmt.Sscan(skills[i], &m.Org.Expertise[i]); err != nil {
				t.Fatal(err)
			}
		}
		got := 0.0
		const count = 4
		m.Spec.Habits.Practice = 0
		for range count {
			skilled := append([]float64(nil), m.Org.Expertise...)
			m.Step()
			copy(m.Org.Expertise, skilled)
			x := column(t, m, "asynchrony_ms")
			got += x * x / count
		}
		if want := theory(t, list(rows), list(clocks), list(hands)); math.Abs(got-want) > 0.1*want {
			t.Errorf("ensemble %d of %d: variance %.1f ms², Lyapunov says %.1f", seed, n, got, want)
		}
	}
}

// The table of leadership: gains of the leader to others, of others to the
// leader and among themselves, and the mean pair variance in units of σ²
// (published models, 2).
func TestEnsembleLeadershipTable(t *testing.T) {
	for _, tt := range []struct{ corrects, followed, others, want float64 }{
		{.25, .25, .25, 2}, {.10, .40, .20, 2.066}, {0, .25, .25, 2.857}, {0, .50, .25, 2.311}, {0, 1, 0, 2},
	} {
		var rows []string
		for i := range 4 {
			row := make([]string, 4)
			for j := range row {
				g := tt.others
				if i == 0 {
					g = tt.corrects
				} else if j == 0 {
					g = tt.followed
				}
				row[j] = fmt.Sprint(g)
			}
			rows = append(rows, "["+strings.Join(row, ", ")+"]")
		}
		_, got := passages(t, players(4, alone, "notes = 2000\nsettle = 100\ngains = ["+strings.Join(rows, ", ")+"]"), "asynchrony_ms", 8)
		if got /= 100; math.Abs(got-tt.want) > 0.06*tt.want {
			t.Errorf("gains %v, %v, %v: variance %.3f σ², want %.3f", tt.corrects, tt.followed, tt.others, got, tt.want)
		}
	}
}

// Gains come from grants: with everybody claiming and nobody insisting, each of
// n players grants the others 1/(n−1) each.
func TestEnsembleGainsFromGrants(t *testing.T) {
	text := players(5, `{admit = "anyone", office = "none", claim = "always", grant = "blend", personal = 0, rational = 0, positional = 0, reflection = 0, rounds = 1}`, "notes = 800\nfollow = 0.8")
	text = strings.Replace(text, "rational = 0", "rational = 1", 1)
	m := model(t, text, 1)
	m.Step()
	if got := column(t, m, "mean_gain"); math.Abs(got-0.2) > 1e-12 {
		t.Errorf("mean gain %v, want 0.8/4", got)
	}
	if got := column(t, m, "gain_asymmetry"); math.Abs(got) > 0.5 {
		t.Errorf("gain asymmetry %v, want one of equals", got)
	}
}

// What costs togetherness: late sound drags the tempo unless players allow for
// it, less skill and different intentions pull apart.
func TestEnsembleWhatCosts(t *testing.T) {
	base := players(8, alone, "notes = 300\ngain = 0.125")
	with := func(old, new string) string { return strings.Replace(base, old, new, 1) }
	measured := func(text, name string) float64 { x, _ := passages(t, text, name, 10); return x }
	if late, allowed := measured(with("sound = 0", "sound = 29"), "tempo_drift"), measured(with("sound = 0", "sound = 29\nanticipation = 1"), "tempo_drift"); late < 5 || math.Abs(allowed) > 1 {
		t.Errorf("late sound drags by %.2f ms a note, %.2f when allowed for; want more than 5 and none", late, allowed)
	}
	if skilled, not := measured(with("expertise = 0.05", "expertise = 0.9"), "asynchrony_ms"), measured(base, "asynchrony_ms"); skilled > not/3 {
		t.Errorf("asynchrony %.1f ms with skill, %.1f without", skilled, not)
	}
	if apart, one := measured(with("intention = 0", "intention = 20"), "asynchrony_offset_ms"), measured(base, "asynchrony_offset_ms"); apart < 2*one {
		t.Errorf("offsets %.1f ms with different intentions, %.1f without", apart, one)
	}
	if deaf, near := measured(with("sound = 0", "sound = 0\nreach = 0.1"), "asynchrony_ms"), measured(base, "asynchrony_ms"); deaf < 3*near {
		t.Errorf("asynchrony %.1f ms when nobody hears anybody, %.1f when all do", deaf, near)
	}
}

// Trios measured by Rasch 1979 lie between 27 and 49 ms, the quartets of Wing et
// al. 2014 at 24 and 28; skilled players by the defaults are of that size.
func TestEnsembleOfRealSize(t *testing.T) {
	m := model(t, `
pattern = "everyone-leads"
[group.player]
count = 3
expertise = 0.7
[[ties]]
kind = "complete"
[work]
kind = "ensemble"`, 3)
	sum := 0.0
	for range 40 {
		m.Step()
		sum += column(t, m, "asynchrony_ms") / 40
	}
	if sum < 25 || sum > 50 {
		t.Errorf("a trio is %.1f ms apart, want 25 to 50", sum)
	}
}

func TestOnsets(t *testing.T) {
	m := model(t, players(4, alone, "notes = 20\nsettle = 4\ngain = 0.25\ninterval = 400"), 1)
	e := m.Work.(*work.Ensemble)
	if e.Onsets() != nil {
		t.Error("onsets before the first passage")
	}
	m.Step()
	on := e.Onsets()
	if len(on) != 20 || len(on[0]) != 4 {
		t.Fatalf("%d notes of %d players, want 20 of 4", len(on), len(on[0]))
	}
	for k, row := range on {
		for i, x := range row {
			if math.Abs(x-400*float64(k)) > 200 {
				t.Errorf("note %d of player %d sounds at %.0f ms, want it near %d", k, i, x, 400*k)
			}
		}
	}
}

func TestArcs(t *testing.T) {
	for _, sizes := range [][]int{{1, 1, 1, 1}, {4}, {10, 4, 5, 7, 2}, {16, 14, 12, 10, 8, 12, 11, 7}, {300, 200}} {
		var unit []int32
		var works []uint8
		for u, n := range sizes {
			for range n {
				unit, works = append(unit, int32(u)), append(works, 1)
			}
		}
		unit, works = append(unit, 0), append(works, 0) // the conductor
		seats := work.Arcs(unit, works, len(sizes))
		closest := math.Inf(1)
		for i, s := range seats {
			if s.Y < 0 {
				t.Errorf("units of %v: seat %d is behind the conductor", sizes, i)
			}
			for _, o := range seats[:i] {
				closest = min(closest, math.Hypot(s.X-o.X, s.Y-o.Y))
			}
		}
		if closest < 0.6 {
			t.Errorf("units of %v: two sit %.2f m apart", sizes, closest)
		}
		if last := seats[len(seats)-1]; last != (work.Seat{}) {
			t.Errorf("units of %v: the conductor stands at %v", sizes, last)
		}
	}
}

// Seats given outright are kept, and sound takes its time between them.
func TestSeatsOutright(t *testing.T) {
	m := model(t, players(2, alone, "seats = [[0, 0], [3, 4]]"), 1)
	if got := m.Work.(*work.Ensemble).Seats(); got[1] != (work.Seat{X: 3, Y: 4}) {
		t.Errorf("got seats %v", got)
	}
	for _, tt := range []struct{ timing, want string }{
		{"seats = [[0, 0, 1]]", "want [x, y]"},
		{"gains = [[0, 1]]", "the matrix is square"},
		{"notes = 5\nsettle = 4", "want at least two more"},
	} {
		if _, err := load(players(2, alone, tt.timing)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: got error %v, want %q", tt.timing, err, tt.want)
		}
	}
}
