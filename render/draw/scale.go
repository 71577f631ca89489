package draw

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Scale maps values to places.
type Scale struct {
	Lo, Hi float64 // values
	A, B   float32 // their places
}

// At is the place of a value, also outside the range.
func (s Scale) At(v float64) float32 {
	if s.Hi == s.Lo {
		return s.A
	}
	return s.A + (s.B-s.A)*float32((v-s.Lo)/(s.Hi-s.Lo))
}

// Value is the value at a place.
func (s Scale) Value(x float32) float64 {
	if s.A == s.B {
		return s.Lo
	}
	return s.Lo + (s.Hi-s.Lo)*float64((x-s.A)/(s.B-s.A))
}

// Ticks returns about n round values from lo to hi.
func Ticks(lo, hi float64, n int) []float64 {
	if !(hi > lo) || n < 1 || math.IsInf(hi-lo, 0) {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(n))))
	for _, k := range []float64{1, 2, 5, 10} {
		if (hi-lo)/(step*k) <= float64(n)+0.5 {
			step *= k
			break
		}
	}
	var out []float64
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+step*1e-9; k++ {
		out = append(out, k*step)
	}
	return out
}

// Number writes a value briefly: four significant digits at most, thousands
// apart, a dash for what is missing.
func Number(v float64) string {
	a := math.Abs(v)
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return strings.ReplaceAll(fmt.Sprint(v), "Inf", "∞")
	case v == 0:
		return "0"
	case a >= 1e7 || a < 1e-4:
		return strings.Replace(strconv.FormatFloat(v, 'g', 3, 64), "-", "−", 1)
	case a >= 1000:
		return minus(thousands(strconv.FormatFloat(v, 'f', 0, 64)))
	case a >= 100:
		return minus(strconv.FormatFloat(v, 'f', 1, 64))
	case a >= 10:
		return minus(strconv.FormatFloat(v, 'f', 2, 64))
	}
	return minus(strconv.FormatFloat(v, 'f', 3, 64))
}

// Short writes a round value, such as a tick, without trailing zeros.
func Short(v float64) string {
	s := Number(v)
	if strings.Contains(s, ".") && !strings.ContainsAny(s, "e") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

func thousands(s string) string {
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}
