package plot

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSpark(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name   string
		y      []float64
		lo, hi float64
		width  int
		want   string
	}{
		{"a ramp", []float64{0, 1, 2, 3, 4, 5, 6, 7}, nan, nan, 8, "▁▂▃▄▅▆▇█"},
		{"a gap", []float64{0, nan, 1}, 0, 1, 8, "▁ █"},
		{"resampled", []float64{0, 0, 1, 1}, 0, 1, 2, "▁█"},
		{"a constant", []float64{3, 3}, nan, nan, 8, "▅▅"},
		{"outside", []float64{-1, 2}, 0, 1, 8, "▁█"},
		{"nothing", nil, nan, nan, 8, ""},
		{"all missing", []float64{nan, nan}, nan, nan, 8, "  "},
	} {
		if got := Spark(tt.y, tt.lo, tt.hi, tt.width); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestBar(t *testing.T) {
	for _, tt := range []struct {
		share float64
		want  string
	}{{0, ""}, {1, "████"}, {.5, "██"}, {.53125, "██▏"}, {2, "████"}, {math.NaN(), ""}} {
		if got := Bar(tt.share, 4); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.share, got, tt.want)
		}
	}
}

func TestRiverText(t *testing.T) {
	got := RiverText([]string{"ann", "bartholomew the elder", "cy"}, [][]float64{{4, 4, 0, 0}, {0, 0, 2, 1}, {0, 0, 0, math.NaN()}}, 1, 30)
	want := "ann 73 % ██▁▁ others 27 % ▁▁██ full height: 100 % of leadership"
	if strings.Join(strings.Fields(got), " ") != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := RiverText(nil, nil, 3, 40); got != "" {
		t.Errorf("nobody: got %q", got)
	}
	if got := RiverText([]string{"ann", "bob"}, [][]float64{{0}, {0}}, 3, 40); strings.Contains(got, "NaN") || !strings.Contains(got, "–") {
		t.Errorf("no influence: got %q", got)
	}
}

func TestLineText(t *testing.T) {
	x, y := make([]float64, 100), make([]float64, 100)
	for i := range x {
		x[i], y[i] = float64(i), float64(i)
	}
	got := LineText(x, y, 12, 2)
	want := "" +
		"99 ┤    ⣀⠤⠔⠊\n" +
		" 0 ┤⡠⠤⠒⠉\n" +
		"    0     99\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestTextWidth holds every line to the width, whatever comes.
func TestTextWidth(t *testing.T) {
	six, names := wandering(6)
	var volume [][]float64
	for _, n := range names {
		volume = append(volume, six.Numbers(n))
	}
	nan := math.NaN()
	for _, width := range []int{24, 40, 80, 132} {
		for name, text := range map[string]string{
			"river":   RiverText(names, volume, 4, width),
			"line":    LineText(six.Numbers("cycle"), volume[0], width, 8),
			"missing": LineText([]float64{0, 1, 2}, []float64{nan, nan, nan}, width, 3),
			"single":  LineText([]float64{0}, []float64{2}, width, 3),
		} {
			for l := range strings.Lines(text) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(l, "\n")); n > width && !strings.Contains(l, "full height") {
					t.Errorf("%s at %d: got %d characters: %q", name, width, n, l)
				}
			}
			if strings.Contains(text, "NaN") {
				t.Errorf("%s at %d: says NaN", name, width)
			}
		}
	}
}
