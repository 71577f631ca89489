package plot

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"

	"tutti/sim/exact"
	"tutti/sim/table"
)

var look = flag.String("look", "", "write every figure of the tests into this folder")

// wandering returns influence per cycle of n leaders whose turns come and go,
// and the names of their columns; after cycle 150 nobody leads for a while.
func wandering(n int) (*table.Table, []string) {
	columns := []table.Column{table.Count("cycle", "", "")}
	var names []string
	for i := range n {
		names = append(names, []string{"violin 1", "viola 2", "cello 1", "oboe", "horn 2", "bassoon"}[i%6]+strings.Repeat("′", i/6))
		columns = append(columns, table.Number(names[i], "1", ""))
	}
	t := table.New(columns...)
	draws := exact.NewDraws(1, 1, 0).Stream(0)
	for c := range 250 {
		row := []float64{float64(c)}
		for i := range n {
			v := math.Max(0, math.Sin(float64(c)/(20+3*float64(i))+float64(i*i)))*2/(1+.3*float64(i)) + draws.Share()*.5
			if c > 150 && c < 165 {
				v = 0
			}
			row = append(row, v)
		}
		t.AppendRow(nil, row...)
	}
	return t, names
}

func course() *table.Table {
	t := table.New(table.Count("cycle", "", ""), table.Share("quality", ""), table.Share("attainable", ""), table.Share("time_used", ""), table.Number("asynchrony", "ms", ""))
	draws := exact.NewDraws(2, 1, 0).Stream(0)
	for c := range 200 {
		q := .8 - .5*math.Exp(-float64(c)/30) + .03*draws.Normal()
		var a any = 30 + 20*math.Exp(-float64(c)/50) + draws.Normal()
		if c > 90 && c < 100 {
			a = nil
		}
		t.Append(c, q, .85, .2+.05*draws.Share(), a)
	}
	return t
}

func differences() *table.Table {
	t := table.New(table.Label("pattern", ""), table.Number("difference_in_output", "", ""), table.Number("lo", "", ""), table.Number("hi", "", ""))
	t.Append("Compared with isolated", nil, nil, nil)
	t.Append("rotating", .121, .09, .15)
	t.Append("emergent", .08, .03, .13)
	t.Append("hierarchical", .02, -.01, .05)
	t.Append("Compared with conducted", nil, nil, nil)
	t.Append("everyone-leads", -.07, -.12, -.02)
	t.Append("self-organised", -.004, -.04, .03)
	return t
}

func bands() *table.Table {
	t := table.New(table.Label("pattern", ""), table.Number("turbulence", "per cycle", ""), table.Share("quality", ""), table.Share("lo", ""), table.Share("hi", ""))
	for i, name := range []string{"conducted", "rotating", "emergent", "isolated"} {
		for k := range 11 {
			x := float64(k) / 20
			y := .85 - .1*float64(i)*(1-x) - x*(.9-.25*float64(i))
			t.Append(name, x, y, y-.03-.05*x, y+.03+.05*x)
		}
	}
	return t
}

// world is a map of n×n cells in which the best pattern follows two factors.
func world(n int) *table.Table {
	t := table.New(table.Number("turbulence", "per cycle", ""), table.Share("spread_of_expertise", ""), table.Label("best_pattern", ""), table.Number("lead", "1", ""))
	for row := range n {
		for col := range n {
			x, y := float64(col)/float64(n-1)*.5, float64(row)/float64(n-1)
			name := "conducted"
			switch {
			case x+y > .95:
				name = "emergent"
			case y > .6:
				name = "rotating"
			case x > .42 && y < .15:
				name = "self-organised"
			}
			t.Append(x, y, name, math.Abs(x+y-.95)/5)
		}
	}
	return t
}

// orchestra is a network of n players in sections, each attending to some others.
func orchestra(n int) (nodes, edges *table.Table) {
	nodes = table.New(table.Label("id", ""), table.Label("section", ""), table.Share("leadership", ""))
	edges = table.New(table.Label("from", ""), table.Label("to", ""), table.Number("influence", "1", ""))
	draws := exact.NewDraws(3, 1, 0).Stream(0)
	sections := []string{"violins", "violas", "cellos", "winds", "horns"}
	for i := range n {
		nodes.Append(fmt.Sprintf("%s %d", strings.TrimSuffix(sections[i%5], "s"), i/5+1), sections[i%5], math.Pow(draws.Share(), 4))
	}
	for i := range n {
		for range 6 {
			j := draws.Int(n)
			if draws.Share() < .6 {
				j = (i + 5*(1+draws.Int(n/5))) % n
			}
			if i != j {
				edges.Append(nodes.Text(j, 0), nodes.Text(i, 0), nodes.Number(j, 2)*draws.Share())
			}
		}
	}
	return nodes, edges
}

var facetColumns = FacetColumns{Panel: "measure", Row: "arm", Series: "index", Value: "value", Lo: "lo", Hi: "hi", Unit: "unit"}

// arms are differences of arms in seven measures of unlike size, of one kind or
// two.
func arms(n int, two bool) *table.Table {
	t := table.New(table.Label("measure", ""), table.Label("arm", ""), table.Label("index", ""), table.Label("unit", ""), table.Number("value", "", ""), table.Number("lo", "", ""), table.Number("hi", "", ""))
	draws := exact.NewDraws(5, 1, 0).Stream(0)
	for m, measure := range []string{"output", "quality", "time_used", "asynchrony", "effective_leaders", "leadership_gini", "trust"} {
		for a := range n - 1 {
			for _, index := range []string{"first", "total"} {
				size := math.Pow(10, float64(m%3)-2)
				v, w := size*(draws.Share()*3-1), size*draws.Share()
				if index == "first" || two {
					t.Append(measure, []string{"rotating", "emergent", "everyone-leads", "hierarchical", "institutionalised-practice"}[a%5]+strings.Repeat("′", a/5), index, []string{"1", "1", "1", "ms", "agents", "1", "1"}[m], v, v-w, v+w)
				}
			}
		}
	}
	return t
}

// screened are the effects of n factors.
func screened(n int) *table.Table {
	t := table.New(table.Label("measure", ""), table.Label("factor", ""), table.Number("mu_star", "", ""), table.Number("lo", "", ""), table.Number("hi", "", ""), table.Number("sigma", "", ""))
	draws := exact.NewDraws(6, 1, 0).Stream(0)
	for _, measure := range []string{"output", "trust"} {
		for i := range n {
			v := draws.Share()
			t.Append(measure, []string{"turbulence", "trust_up", "rounds"}[i%3]+strings.Repeat("′", i/3), v, v-.1*draws.Share(), v+.1*draws.Share(), draws.Share()*v)
		}
	}
	return t
}

// tried are the points of a fit.
func tried() *table.Table {
	t := table.New(table.Number("p1", "", ""), table.Number("p2", "", ""), table.Number("loss", "", ""))
	draws := exact.NewDraws(7, 1, 0).Stream(0)
	for range 150 {
		p1, p2 := draws.Share(), draws.Share()
		t.Append(p1, p2, math.Pow(p1-.1, 2)+1e-6*draws.Share())
	}
	return t
}

func figures() map[string]Figure {
	six, names := wandering(6)
	many, all := wandering(28)
	nodes, edges := orchestra(28)
	nodes2, edges2 := orchestra(400)
	style := NetworkOptions{Size: "leadership", Group: "section", Weight: "influence", Options: Options{Title: "Who influences whom"}}
	return map[string]Figure{
		"network":       Influence(nodes, edges, style),
		"network-large": Influence(nodes2, edges2, style),
		"river":         River(many, "cycle", all, RiverOptions{Options: Options{Title: "Who led over time: rotating", Note: "orchestra, 28 players, seed 1"}}),
		"river-small":   River(six, "cycle", names, RiverOptions{Window: 1, Options: Options{Width: 89, Height: 60}}),
		"panels":        Panels(course(), "cycle", [][]string{{"quality", "attainable"}, {"time_used"}, {"asynchrony"}}, Options{Title: "Quality and what it cost", Note: "orchestra, seed 1"}),
		"lines":         Lines(course(), "cycle", []string{"quality", "attainable", "time_used"}, Options{}),
		"forest":        Forest(differences(), "pattern", "difference_in_output", "lo", "hi", Options{Title: "Output against two references", Note: "median of paired differences and its 95 % interval, 40 seeds"}),
		"regimes":       Regimes(world(6), "turbulence", "spread_of_expertise", "best_pattern", "lead", Options{Title: "Which pattern is best where", Note: "number: lead in output over the next pattern"}),
		"regimes-large": Regimes(world(25), "turbulence", "spread_of_expertise", "best_pattern", "lead", Options{Title: "Which pattern is best where"}),
		"regimes-value": Regimes(world(11), "turbulence", "spread_of_expertise", "", "lead", Options{Title: "Lead of the best pattern", Width: 120, Height: 90}),
		"facets-2":      Facets(arms(2, false), facetColumns, Options{Title: "Differences to conducted"}),
		"facets-12":     Facets(arms(12, false), facetColumns, Options{Title: "Differences to conducted"}),
		"facets-column": Facets(arms(5, true), facetColumns, Options{Title: "Indices in one column", Width: 89}),
		"screening":     Screening(screened(9), Options{Title: "What the answer depends on"}),
		"fitting":       Fitting(tried(), []Pinned{{"p1", .1, .05, .16}, {"p2", .5, .1, .9}}, Options{Title: "March's rates"}),
		"bands":         Bands(bands(), "pattern", "turbulence", "quality", "lo", "hi", Options{Title: "Quality by turbulence"}),
	}
}

func rendered(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFigures draws every figure twice, as SVG and as PNG: the bytes must agree,
// be well-formed, and hold the words.
func TestFigures(t *testing.T) {
	again := figures()
	for name, f := range figures() {
		svg := rendered(t, f.SVG)
		if err := xml.Unmarshal(svg, new(struct{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(string(svg), "NaN") || strings.Contains(string(svg), "+Inf") || strings.Contains(string(svg), "-Inf") {
			t.Errorf("%s: draws something undefined", name)
		}
		if !bytes.Equal(svg, rendered(t, again[name].SVG)) {
			t.Errorf("%s: two drawings differ", name)
		}
		img, err := png.Decode(bytes.NewReader(rendered(t, func(w io.Writer) error { return f.PNG(w, 72) })))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if b := img.Bounds(); b.Dx() < 200 || b.Dy() < 100 {
			t.Errorf("%s: got %v", name, b)
		}
		if *look != "" {
			file := filepath.Join(*look, name)
			write(t, file+".svg", f.SVG)
			write(t, file+".png", func(w io.Writer) error { return f.PNG(w, 200) })
		}
	}
}

func write(t *testing.T, path string, do func(io.Writer) error) {
	t.Helper()
	if err := os.WriteFile(path, rendered(t, do), 0o644); err != nil {
		t.Fatal(err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestErrorsComeBack(t *testing.T) {
	f := figures()["forest"]
	if f.SVG(full{}) == nil || f.PNG(full{}, 72) == nil {
		t.Error("got no error from a full disk")
	}
}

// TestNothingToDraw draws tables without rows, leaders or numbers: empty axes,
// never a panic.
func TestNothingToDraw(t *testing.T) {
	none := table.New(table.Label("id", ""), table.Count("x", "", ""), table.Number("y", "", ""), table.Number("lo", "", ""), table.Number("hi", "", ""))
	missing := none.Like()
	missing.Append("a", 1, nil, nil, nil)
	missing.Append("b", 2, nil, nil, nil)
	links := table.New(table.Label("from", ""), table.Label("to", ""))
	for name, tab := range map[string]*table.Table{"no rows": none, "no numbers": missing} {
		for kind, f := range map[string]Figure{
			"river":          River(tab, "x", []string{"y"}, RiverOptions{}),
			"river, nobody":  River(tab, "x", nil, RiverOptions{}),
			"panels":         Panels(tab, "x", [][]string{{"y"}, {"lo", "hi"}}, Options{}),
			"lines":          Lines(tab, "x", []string{"y", "lo"}, Options{}),
			"bands":          Bands(tab, "id", "x", "y", "lo", "hi", Options{}),
			"forest":         Forest(tab, "id", "y", "lo", "hi", Options{}),
			"regimes":        Regimes(tab, "x", "x", "id", "y", Options{}),
			"regimes, value": Regimes(tab, "x", "x", "", "y", Options{}),
			"network":        Influence(tab, links, NetworkOptions{Size: "y", Group: "id"}),
		} {
			svg := string(rendered(t, f.SVG))
			if strings.Contains(svg, "NaN") {
				t.Errorf("%s, %s: draws something undefined", kind, name)
			}
		}
	}
}

func TestWords(t *testing.T) {
	svg := string(rendered(t, figures()["forest"].SVG))
	for _, want := range []string{"0.121 [0.090, 0.150]", "−0.070 [−0.120, −0.020]", "Difference in output", "everyone-leads"} {
		if !strings.Contains(svg, ">"+want+"<") {
			t.Errorf("forest: does not say %q", want)
		}
	}
}

func TestRoundSteps(t *testing.T) {
	for _, tt := range []struct {
		span     float64
		about    int
		step     float64
		decimals int
	}{{1, 5, .2, 1}, {250, 6, 50, 0}, {.3, 6, .05, 2}, {7, 6, 2, 0}, {0, 5, 1, 0}, {1e6, 5, 2e5, 0}} {
		step, decimals := roundStep(tt.span, tt.about)
		if math.Abs(step/tt.step-1) > 1e-9 || decimals != tt.decimals {
			t.Errorf("%v in %d: got %v with %d decimals, want %v with %d", tt.span, tt.about, step, decimals, tt.step, tt.decimals)
		}
	}
	if got := number(-.0001, 2); got != "0.00" {
		t.Errorf("got %q, want no minus before nothing", got)
	}
}

func TestAxisLabels(t *testing.T) {
	for _, tt := range []struct {
		c    table.Column
		want string
	}{
		{table.Number("sound_delay", "ms", ""), "Sound delay [ms]"},
		{table.Share("quality", ""), "Quality (0–1)"},
		{table.Number("output", "1", ""), "Output"},
		{table.Column{}, ""},
	} {
		if got := axisLabel(tt.c); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestRiverSumsToOne holds the bands to their word, gaps included.
func TestRiverSumsToOne(t *testing.T) {
	tab, names := wandering(12)
	cycles, bands, window := river(tab, "cycle", names, 4, 3)
	if len(bands) != 5 || bands[4].name != "others" || window != 3 {
		t.Fatalf("got %d bands, the last %q, window %d", len(bands), bands[len(bands)-1].name, window)
	}
	for k := range cycles {
		sum := 0.0
		for _, b := range bands {
			sum += b.share[k]
		}
		gap := k > 151 && k < 164
		if math.IsNaN(sum) != gap || !gap && math.Abs(sum-1) > 1e-9 {
			t.Fatalf("cycle %d: got a sum of %v, gap %v", k, sum, gap)
		}
	}
}

func TestLabelsSpread(t *testing.T) {
	for _, tt := range []struct {
		name   string
		at     []float64
		want   string
		lo, hi float64
	}{
		{"far apart stay", []float64{10, 50}, "[10 50]", 0, 100},
		{"two in one place part", []float64{50, 50}, "[45 55]", 0, 100},
		{"the edge pushes back", []float64{99, 99, 99}, "[80 90 100]", 0, 100},
		{"a chain of blocks", []float64{10, 18, 26}, "[8 18 28]", 0, 100},
	} {
		at, order := vgLengths(tt.at)
		spreadOut(order, at, 10, vgLength(tt.lo), vgLength(tt.hi))
		if got := fmt.Sprint(at); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func vgLength(x float64) vg.Length { return vg.Length(x) }

func vgLengths(x []float64) (at []vg.Length, order []int) {
	for i, v := range x {
		at, order = append(at, vg.Length(v)), append(order, i)
	}
	return at, order
}

// A hundred is no power of ten to a reader.
func TestTwoDigits(t *testing.T) {
	for x, want := range map[float64]string{100: "100", 99.6: "100", 25: "25", 9.96: "10", 9.94: "9.9", 0.034: "0.034"} {
		if got := twoDigits(x); got != want {
			t.Errorf("%v is written %s, want %s", x, got, want)
		}
	}
}
