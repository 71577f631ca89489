package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"tutti/sim/exact"
	"tutti/sim/keys"
)

// A Dist is where a trait comes from: a number, a distribution or a column of a
// CSV file.
type Dist struct {
	Kind   string    // "", "normal", "beta", "uniform", "triangular", "choice", "column"
	Args   []float64 // of the distribution; values of a choice; target range of a column
	Odds   []float64 // of a choice; nil for even
	Column string
	Values []float64 // of a column, one an agent of the group
	lo, hi float64   // range of the trait; draws outside are clipped
}

// distKinds are the kinds of distributions, as a file writes them.
var distKinds = []string{"normal", "beta", "uniform", "triangular", "choice", "column"}

const distType = `number, or {normal=[mean, sd]}, {beta=[a, b]}, {uniform=[lo, hi]}, {triangular=[lo, mode, hi]}, {choice=[…], odds=[…]}, {column="…", to=[lo, hi]}`

// readDist reads a trait that lies in r.
func readDist(t *keys.Table, key string, def float64, r keys.Range, doc string) Dist {
	return parseDist(t, key, t.Value(key, distType, def, doc), r)
}

func parseDist(t *keys.Table, key string, v any, r keys.Range) Dist {
	d := Dist{lo: r.Lo, hi: r.Hi}
	if x, ok := toNumber(v); ok {
		d.Args = []float64{x}
		if fault := r.Fault(x); fault != "" {
			t.Errorf(key, "%s", fault)
		}
		return d
	}
	m, ok := v.(map[string]any)
	if !ok {
		t.Errorf(key, "found %s, want a %s", keys.Quote(v), distType)
		return d
	}
	var given []string
	for _, kind := range distKinds {
		if _, ok := m[kind]; ok {
			given = append(given, kind)
		}
	}
	switch len(given) {
	case 0:
		t.Errorf(key, "found %s, want one of %s", keys.Quote(v), strings.Join(distKinds, ", "))
	case 1:
		d.Kind = given[0]
		if fault := d.parse(m, m[d.Kind]); fault != "" {
			t.Errorf(key, "%s", fault)
			d.Column = "" // nothing to be filled in
		}
	default:
		t.Errorf(key, "%s, want one distribution alone", strings.Join(given, " and "))
	}
	return d
}

func toNumber(v any) (float64, bool) {
	switch x := v.(type) {
	case float64:
		return x, !math.IsNaN(x) && !math.IsInf(x, 0)
	case int64:
		return float64(x), true
	case int:
		return float64(x), true
	}
	return 0, false
}

// parse takes the arguments of a distribution and returns what is wrong.
func (d *Dist) parse(m map[string]any, arg any) string {
	known := map[string]bool{d.Kind: true}
	if d.Kind == "choice" {
		known["odds"] = true
	}
	if d.Kind == "column" {
		known["to"] = true
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if !known[key] {
			return fmt.Sprintf("%s has no %q", d.Kind, key)
		}
	}
	if d.Kind == "column" {
		name, ok := arg.(string)
		if !ok || name == "" {
			return "column wants the name of a column in quotes"
		}
		d.Column = name
		if to, ok := m["to"]; ok {
			var fault string
			if d.Args, fault = numbers(to, 2, "to"); fault != "" {
				return fault
			}
			return d.inside(d.Args...)
		}
		return ""
	}
	want := map[string]int{"normal": 2, "beta": 2, "uniform": 2, "triangular": 3, "choice": -1}[d.Kind]
	var fault string
	if d.Args, fault = numbers(arg, want, d.Kind); fault != "" {
		return fault
	}
	a := d.Args
	switch d.Kind {
	case "normal":
		if a[1] < 0 {
			return fmt.Sprintf("normal: sd %v is negative, want 0 or more", a[1])
		}
	case "beta":
		if a[0] <= 0 || a[1] <= 0 {
			return fmt.Sprintf("beta: %v and %v, want both above 0", a[0], a[1])
		}
		if fault := cmp.Or(keys.Positive.Fault(a[0]), keys.Positive.Fault(a[1])); fault != "" {
			return "beta: " + fault
		}
		if d.lo > 0 || d.hi < 1 {
			return "beta draws from 0 to 1, which this key does not take"
		}
	case "uniform":
		if a[0] > a[1] {
			return fmt.Sprintf("uniform: %v is above %v, want lo before hi", a[0], a[1])
		}
		return d.inside(a...)
	case "triangular":
		if !(a[0] <= a[1] && a[1] <= a[2]) {
			return fmt.Sprintf("triangular: %v, %v, %v, want lo ≤ mode ≤ hi", a[0], a[1], a[2])
		}
		return d.inside(a...)
	case "choice":
		if odds, ok := m["odds"]; ok {
			if d.Odds, fault = numbers(odds, len(a), "odds"); fault != "" {
				return fault
			}
			sum := 0.0
			for _, o := range d.Odds {
				if o < 0 {
					return fmt.Sprintf("odds: %v is negative, want 0 or more", o)
				}
				sum += o
			}
			if sum == 0 {
				return "odds are all 0, want one above 0"
			}
		}
		return d.inside(a...)
	}
	return ""
}

// inside says whether values fit the trait's range.
func (d *Dist) inside(xs ...float64) string {
	for _, x := range xs {
		if fault := (keys.Range{Lo: d.lo, Hi: d.hi}).Fault(x); fault != "" {
			return fault
		}
	}
	return ""
}

// numbers takes a list of n numbers [n < 0: one or more].
func numbers(v any, n int, what string) ([]float64, string) {
	list, ok := v.([]any)
	if !ok || n >= 0 && len(list) != n || len(list) == 0 {
		if n < 0 {
			return nil, fmt.Sprintf("%s wants a list of numbers", what)
		}
		return nil, fmt.Sprintf("%s wants %d numbers in a list", what, n)
	}
	xs := make([]float64, len(list))
	for k, v := range list {
		if xs[k], ok = toNumber(v); !ok {
			return nil, fmt.Sprintf("%s: %v is not a finite number", what, v)
		}
		if fault := keys.Any.Fault(xs[k]); fault != "" {
			return nil, what + ": " + fault
		}
	}
	return xs, ""
}

// Draw returns the trait of one agent: number k of its draws, or the value of
// its place in the group where a column gives it.
func (d *Dist) Draw(draws exact.Draws, agent uint32, k, place int) float64 {
	var x float64
	switch d.Kind {
	case "":
		return d.Args[0]
	case "column":
		x = d.Values[place%len(d.Values)]
	case "normal":
		x = d.Args[0] + float64(d.Args[1]*draws.Normal(agent, k))
	case "uniform":
		x = d.Args[0] + float64((d.Args[1]-d.Args[0])*draws.Share(agent, k))
	case "triangular":
		x = triangular(d.Args[0], d.Args[1], d.Args[2], draws.Share(agent, k))
	case "choice":
		x = d.choose(draws.Share(agent, k))
	case "beta":
		x = beta(d.Args[0], d.Args[1], draws.Stream(agent^uint32(k+1)*0x9E3779B9))
	}
	return exact.Clip(x, d.lo, d.hi)
}

func triangular(lo, mode, hi, u float64) float64 {
	if hi == lo {
		return lo
	}
	if cut := (mode - lo) / (hi - lo); u < cut {
		return lo + math.Sqrt(float64(u*float64((hi-lo)*(mode-lo))))
	}
	return hi - math.Sqrt(float64((1-u)*float64((hi-lo)*(hi-mode))))
}

func (d *Dist) choose(u float64) float64 {
	if d.Odds == nil {
		return d.Args[int(u*float64(len(d.Args)))]
	}
	total := 0.0
	for _, o := range d.Odds {
		total += o
	}
	u = float64(u * total)
	for k, o := range d.Odds {
		if u < o {
			return d.Args[k]
		}
		u -= o
	}
	return d.Args[len(d.Args)-1]
}

// beta draws from Beta(a, b) as a quotient of gammas.
func beta(a, b float64, s *exact.Stream) float64 {
	x, y := gamma(a, s), gamma(b, s)
	if x+y == 0 {
		return 0.5
	}
	return x / (x + y)
}

// gamma draws from Gamma(a, 1) by rejection (Marsaglia & Tsang 2000, ACM TOMS
// 26), lifted by a power of a uniform where a is below 1.
func gamma(a float64, s *exact.Stream) float64 {
	if a < 1 {
		lift := exact.Pow(1-s.Share(), 1/a)
		return float64(gamma(a+1, s) * lift)
	}
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := s.Normal()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = float64(float64(v*v) * v)
		u := 1 - s.Share()
		if exact.Log(u) < float64(float64(x*x)/2)+float64(d*(1-v+exact.Log(v))) {
			return float64(d * v)
		}
	}
}

// Mean is the middle of what a Dist draws, for sliders and tables.
func (d *Dist) Mean() float64 {
	switch d.Kind {
	case "", "normal":
		return d.Args[0]
	case "beta":
		return d.Args[0] / (d.Args[0] + d.Args[1])
	case "uniform":
		return (d.Args[0] + d.Args[1]) / 2
	case "triangular":
		return (d.Args[0] + d.Args[1] + d.Args[2]) / 3
	case "choice":
		sum, odds := 0.0, 0.0
		for k, x := range d.Args {
			o := 1.0
			if d.Odds != nil {
				o = d.Odds[k]
			}
			sum += float64(o * x)
			odds += o
		}
		return sum / odds
	}
	return math.NaN()
}

// cell turns a cell of a column into a number.
func cell(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, fmt.Errorf("%q is not a number", text)
	}
	return x, nil
}
