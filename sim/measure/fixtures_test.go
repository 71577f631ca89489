package measure

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// close says whether got is want to within tol, or both are missing.
func close(got, want, tol float64) bool {
	return math.Abs(got-want) <= tol || math.IsNaN(got) && math.IsNaN(want)
}

const exactly = 1e-9

// net reads a network from a picture such as "0-1 0-2" (undirected) or
// "0>1 1>0:0.5" (directed, with a weight).
func net(t *testing.T, n int, picture string) Network {
	t.Helper()
	var ties []Tie
	for f := range strings.FieldsSeq(picture) {
		tie := Tie{Weight: 1}
		f, w, _ := strings.Cut(f, ":")
		if w != "" {
			if _, err := fmt.Sscan(w, &tie.Weight); err != nil {
				t.Fatal(err)
			}
		}
		from, to, both := strings.Cut(f, "-")
		if !both {
			from, to, _ = strings.Cut(f, ">")
		}
		if _, err := fmt.Sscan(from+" "+to, &tie.From, &tie.To); err != nil {
			t.Fatal(err)
		}
		ties = append(ties, tie)
		if both {
			ties = append(ties, Tie{tie.To, tie.From, tie.Weight})
		}
	}
	return NewNetwork(n, ties)
}

// five holds the classic five-person networks of Bavelas and Leavitt.
var five = map[string]string{
	"wheel":       "0-1 0-2 0-3 0-4",
	"Y":           "0-1 0-2 0-3 3-4",
	"chain":       "0-1 1-2 2-3 3-4",
	"circle":      "0-1 1-2 2-3 3-4 4-0",
	"all-channel": "0-1 0-2 0-3 0-4 1-2 1-3 1-4 2-3 2-4 3-4",
}

func TestFivePersonNetworks(t *testing.T) {
	for _, tt := range []struct {
		name                                       string
		density, degree, closeness, betweenness    float64 // printed to three decimals
		gini, effective, simpson                   float64
		bavelas                                    []float64 // printed to two decimals
		exactDegree, exactBetweenness, exactNumber float64   // closed forms
	}{
		{"wheel", .400, 1, 1, 1, .300, 4.000, 3.200, []float64{8, 4.57, 4.57, 4.57, 4.57}, 1, 1, 3.2},
		{"Y", .400, .583, .635, .708, .250, 4.456, 4.000, []float64{7.20, 6.00, 4.50, 4.50, 4.00}, 7. / 12, 17. / 24, 4},
		{"chain", .400, .167, .422, .417, .150, 4.757, 4.571, []float64{6.67, 5.71, 5.71, 4, 4}, 1. / 6, 5. / 12, 32. / 7},
		{"circle", .500, 0, 0, 0, 0, 5, 5, []float64{5, 5, 5, 5, 5}, 0, 0, 5},
		{"all-channel", 1, 0, 0, 0, 0, 5, 5, []float64{5, 5, 5, 5, 5}, 0, 0, 5},
	} {
		g := net(t, 5, five[tt.name])
		degree := g.OutDegree(make([]float64, 5))
		central := Bavelas(g)
		slices.Sort(central)
		slices.Reverse(central)
		for _, m := range []struct {
			what           string
			got, want, tol float64
		}{
			{"density", Density(g, 1), tt.density, .0005},
			{"degree centralisation", CentralisationDegree(g), tt.degree, .0005},
			{"degree centralisation", CentralisationDegree(g), tt.exactDegree, exactly},
			{"closeness centralisation", CentralisationCloseness(g), tt.closeness, .0005},
			{"betweenness centralisation", CentralisationBetweenness(g), tt.betweenness, .0005},
			{"betweenness centralisation", CentralisationBetweenness(g), tt.exactBetweenness, exactly},
			{"Gini of degrees", Gini(degree), tt.gini, exactly},
			{"effective number", EffectiveNumber(degree), tt.effective, .0005},
			{"inverse Simpson", InverseSimpson(degree), tt.simpson, .0005},
			{"inverse Simpson", InverseSimpson(degree), tt.exactNumber, exactly},
		} {
			if !close(m.got, m.want, m.tol) {
				t.Errorf("%s: %s: got %.6f, want %v within %v", tt.name, m.what, m.got, m.want, m.tol)
			}
		}
		for i, want := range tt.bavelas {
			if !close(central[i], want, .005) {
				t.Errorf("%s: Bavelas centralities: got %.3f, want %v", tt.name, central, tt.bavelas)
			}
		}
	}
}

// managers reads one of Krackhardt's networks.
func managers(t *testing.T, name string) Network {
	t.Helper()
	f, err := os.Open("../../scenarios/data/high-tech-" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var ties []Tie
	for _, row := range rows[1:] {
		tie := Tie{Weight: 1}
		if _, err := fmt.Sscanf(row[0]+" "+row[1], "m%d m%d", &tie.From, &tie.To); err != nil {
			t.Fatal(err)
		}
		tie.From--
		tie.To--
		ties = append(ties, tie)
	}
	return NewNetwork(21, ties)
}

// TestHighTechManagers holds the typed-in data and the measures against the
// printed figures, half a unit of the last digit.
func TestHighTechManagers(t *testing.T) {
	for _, tt := range []struct {
		name                                string
		ties                                int
		density, in, out, gini, share, hill float64
		cv, reciprocity                     float64
	}{
		{"advice", 190, .452, .470, .575, .246, .908, 17.61, .439, .474},
		{"friendship", 102, .243, .270, .690, .244, .898, 17.52, .446, .451},
		{"reports-to", 20, .048, .318, .003, .814, .219, 4.26, 1.984, 0},
	} {
		g := managers(t, tt.name)
		if got := g.Ties(); got != tt.ties {
			t.Errorf("%s: got %d ties, want %d", tt.name, got, tt.ties)
		}
		in := g.InDegree(make([]float64, 21))
		for _, m := range []struct {
			what           string
			got, want, tol float64
		}{
			{"density", Density(g, 1), tt.density, .0005},
			{"centralisation in", CentralisationIn(g), tt.in, .0005 + exactly},
			{"centralisation out", CentralisationOut(g), tt.out, .0005 + exactly},
			{"Gini in", Gini(in), tt.gini, .0005},
			{"effective share", EffectiveNumber(in) / 21, tt.share, .0005},
			{"inverse Simpson", InverseSimpson(in), tt.hill, .005},
			{"variation", Variation(in), tt.cv, .0005},
			{"reciprocity", Reciprocity(g), tt.reciprocity, .0005},
		} {
			if !close(m.got, m.want, m.tol) {
				t.Errorf("%s: %s: got %.6f, want %v", tt.name, m.what, m.got, m.want)
			}
		}
	}
}
