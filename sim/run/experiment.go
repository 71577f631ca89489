package run

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"tutti/sim/design"
	"tutti/sim/exact"
	"tutti/sim/table"
)

// An Experiment is one design over one scenario: which points, not which
// seeds. Point i is a function of i, so a design of any size costs nothing
// until its points are asked for.
type Experiment struct {
	Name     string    `json:"name,omitempty"`
	Scenario string    `json:"scenario"`
	Sets     []Setting `json:"sets,omitempty"` // the same at every point
	Kind     string    `json:"kind"`           // factorial, rows, lhs, sobol, morris or saltelli
	N        int64     `json:"n,omitempty"`    // points (lhs, sobol), base points (saltelli), trajectories (morris)
	Seed     uint64    `json:"seed,omitempty"` // of the design itself
	Levels   int       `json:"levels,omitempty"`
	Second   bool      `json:"second,omitempty"` // saltelli: second order too
	Shift    bool      `json:"shift,omitempty"`  // sobol, saltelli: shifted digit by digit from the seed
	Place    string    `json:"place,omitempty"`  // lhs: where in its stratum a point lies
	Factors  []Factor  `json:"factors,omitempty"`
	Rows     [][]any   `json:"rows,omitempty"` // of kind rows: one value a factor

	cube *design.Cube // of a sampled design, once prepared
}

// A Factor is what an experiment varies.
type Factor struct {
	Name   string  `json:"name"`             // its column in the results
	Key    string  `json:"key"`              // of the scenario, such as reflection.trust_up, pattern or scenario itself
	Values []any   `json:"values,omitempty"` // its levels, or
	Lo     float64 `json:"lo,omitempty"`     // its range Lo..Hi
	Hi     float64 `json:"hi,omitempty"`
	Log    bool    `json:"log,omitempty"`   // even steps of the logarithm
	Whole  bool    `json:"whole,omitempty"` // whole numbers only
	With   string  `json:"with,omitempty"`  // the factor it moves together with, level by level
	Unit   string  `json:"unit,omitempty"`
}

// The kinds of design.
const (
	Factorial = "factorial"
	Rows      = "rows"
	LHS       = "lhs"
	Sobol     = "sobol"
	Morris    = "morris"
	Saltelli  = "saltelli"
)

// Kinds lists the kinds of design.
var Kinds = []string{Factorial, Rows, LHS, Sobol, Morris, Saltelli}

// ScenarioKey is the factor that names the scenario itself.
const ScenarioKey = "scenario"

// Sampled says whether the points lie in the unit cube of the factors' ranges.
func (e *Experiment) Sampled() bool { return e.Kind != Factorial && e.Kind != Rows }

// Values are the factors' values at point i.
func (e *Experiment) Values(i int64) []any {
	switch e.Kind {
	case Rows:
		return e.Rows[i]
	case Factorial:
		return e.crossed(i)
	}
	u := make([]float64, len(e.Factors))
	e.unit(i, u)
	values := make([]any, len(u))
	for f := range e.Factors {
		values[f] = e.Factors[f].at(u[f])
	}
	return values
}

// crossed is point i of a factorial: the last factor changes fastest, and a
// factor that moves with another takes that one's level.
func (e *Experiment) crossed(i int64) []any {
	values := make([]any, len(e.Factors))
	level := map[string]int64{}
	for f := len(e.Factors) - 1; f >= 0; f-- {
		if x := e.Factors[f]; x.With == "" {
			n := int64(len(x.Values))
			level[x.Name] = i % n
			i /= n
		}
	}
	for f, x := range e.Factors {
		at := x.Name
		if x.With != "" {
			at = x.With
		}
		values[f] = x.Values[level[at]]
	}
	return values
}

// at is the value of a factor at u [0..1] of its range.
func (f Factor) at(u float64) any {
	if f.Values != nil {
		return f.Values[min(int(u*float64(len(f.Values))), len(f.Values)-1)]
	}
	switch {
	case f.Whole:
		return math.Min(f.Hi, math.Floor(f.Lo+float64(u*(f.Hi-f.Lo+1))))
	case f.Log:
		lo := exact.Log(f.Lo)
		return exact.Clip(exact.Exp(lo+float64(u*(exact.Log(f.Hi)-lo))), f.Lo, f.Hi)
	}
	return f.Lo + float64(u*(f.Hi-f.Lo))
}

// Size is the number of points; an error says why there is none, or too many.
func (e *Experiment) Size() (int64, error) {
	switch e.Kind {
	case Rows:
		return int64(len(e.Rows)), nil
	case Factorial:
		n := int64(1)
		for _, f := range e.Factors {
			if f.With != "" {
				continue
			}
			if n > maxPoints/int64(len(f.Values)) {
				return 0, fmt.Errorf("more than %d points", int64(maxPoints))
			}
			n *= int64(len(f.Values))
		}
		return n, nil
	}
	return e.sampledSize()
}

// maxPoints is the largest number of points, and of runs: all of them are
// exact in the floating-point numbers of R and JSON.
const maxPoints = 1 << 50

// Settings are all that point i sets, in the order in which it is set, and the
// name of the scenario that it is set in.
func (e *Experiment) Settings(i int64) (scenario string, sets []Setting) {
	scenario = e.Scenario
	sets = append(sets, e.Sets...)
	for f, v := range e.Values(i) {
		if e.Factors[f].Key == ScenarioKey {
			scenario = fmt.Sprint(v)
			continue
		}
		sets = append(sets, Setting{Key: e.Factors[f].Key, Value: v})
	}
	return scenario, sets
}

func marshal(v any, indent string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("run: %v", err)) // only plain data gets here
	}
	return b.Bytes()
}

func sameJSON(a, b any) bool { return bytes.Equal(marshal(a, ""), marshal(b, "")) }

// Display writes a value as a cell of a table.
func Display(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return TOML(v)
}

// Column is the column of the factor in the results: numbers where all levels
// are numbers, text otherwise.
func (f Factor) Column() table.Column {
	c := table.Number(f.Name, f.Unit, "factor: "+f.Key).As(table.Factor)
	whole := f.Whole
	if f.Values != nil {
		whole = true
		for _, v := range f.Values {
			x, ok := v.(float64)
			if !ok {
				return table.Label(f.Name, "factor: "+f.Key).As(table.Factor)
			}
			whole = whole && x == math.Trunc(x)
		}
	}
	if whole {
		c.Kind = table.Whole
	}
	return c
}

// FactorColumns are the columns of all factors of the plan, each name once. A
// factor that is text in one experiment is text in all.
func (p *Plan) FactorColumns() []table.Column {
	var columns []table.Column
	at := map[string]int{}
	for _, g := range p.Groups {
		for f := range g.Experiment.Factors {
			c := g.Experiment.Factors[f].column(&g.Experiment)
			i, known := at[c.Name]
			switch {
			case !known:
				at[c.Name] = len(columns)
				columns = append(columns, c)
			case columns[i].Kind == table.Whole && c.Kind != table.Whole, c.Kind == table.Text:
				columns[i].Kind = c.Kind
			}
		}
	}
	if len(p.experiments()) > 1 {
		columns = append([]table.Column{table.Label("experiment", "sub-experiment").As(table.Factor)}, columns...)
	}
	return columns
}

// column is Column with the levels that the rows of an experiment give.
func (f Factor) column(e *Experiment) table.Column {
	if e.Kind != Rows {
		return f.Column()
	}
	for i := range e.Factors {
		if e.Factors[i].Name == f.Name {
			f.Values = nil
			for _, row := range e.Rows {
				f.Values = append(f.Values, row[i])
			}
		}
	}
	return f.Column()
}

// experiments are the names of the plan's experiments, each once.
func (p *Plan) experiments() (names []string) {
	seen := map[string]bool{}
	for _, g := range p.Groups {
		if n := g.Experiment.Name; !seen[n] {
			seen[n] = true
			names = append(names, n)
		}
	}
	return names
}

// FactorCells are the values of the plan's factors at a point: texts and
// numbers as AppendRow takes them, missing where its experiment lacks one.
func (p *Plan) FactorCells(columns []table.Column, at Place) (texts []string, numbers []float64) {
	e := &p.Groups[at.Group].Experiment
	values := e.Values(at.Local)
	for _, c := range columns {
		var v any
		if c.Name == "experiment" {
			v = e.Name
		}
		for f := range e.Factors {
			if e.Factors[f].Name == c.Name {
				v = values[f]
			}
		}
		x, number := v.(float64)
		switch {
		case c.Kind == table.Text && v == nil:
			texts = append(texts, "")
		case c.Kind == table.Text:
			texts = append(texts, Display(v))
		case number:
			numbers = append(numbers, x)
		default:
			numbers = append(numbers, math.NaN())
		}
	}
	return texts, numbers
}

// content is a text that is the same for points that set the same.
func (e *Experiment) content(i int64) string {
	scenario, sets := e.Settings(i)
	var b strings.Builder
	b.WriteString(scenario)
	for _, s := range sets {
		b.WriteString("\x00" + s.Key + "=" + TOML(s.Value))
	}
	return b.String()
}

// Label is a point in words: its factors and their values.
func (e *Experiment) Label(i int64) string {
	var parts []string
	if e.Name != "" {
		parts = append(parts, e.Name)
	}
	for f, v := range e.Values(i) {
		parts = append(parts, e.Factors[f].Name+"="+Display(v))
	}
	return strings.Join(parts, " ")
}

// SeedOf is the seed of a place.
func (p *Plan) SeedOf(at Place) uint64 {
	if !p.Seeds.Spread {
		return p.Seeds.Seed(at.Replicate, "")
	}
	return p.Seeds.Seed(at.Replicate, p.Groups[at.Group].Experiment.content(at.Local))
}

// Command is the line that does a run again by itself.
func (p *Plan) Command(at Place) string {
	scenario, sets := p.Groups[at.Group].Experiment.Settings(at.Local)
	var b strings.Builder
	fmt.Fprintf(&b, "tutti run %s --seed %d", Quote(scenario), p.SeedOf(at))
	for _, s := range sets {
		fmt.Fprintf(&b, " --set %s", Quote(s.Key+"="+TOML(s.Value)))
	}
	return b.String()
}
