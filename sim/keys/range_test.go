package keys

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// What the reference and the schema say of a range is what the reader takes:
// both ends, and nothing beyond.
func TestRangesAreWhatIsRead(t *testing.T) {
	for _, tt := range []struct {
		r    Range
		want string
	}{
		{Any, "-1e9 to 1e9"}, {NonNegative, "0 to 1e9"}, {Positive, "1e-9 to 1e9"}, {Unit, "0 to 1"},
		{Range{math.Inf(-1), 2}, "-1e9 to 2"}, {Range{0.5, 1e12}, "0.5 to 1e9"},
	} {
		root := Reference()
		root.Number("x", 1, tt.r, "a number")
		root.Numbers("xs", nil, tt.r, "some numbers")
		root.Matrix("rows", tt.r, "rows of numbers")
		if got := strings.Count(Markdown(root.Entries()), "| "+tt.want+" |"); got != 3 {
			t.Errorf("%v: the reference says %q %d times, want 3", tt.r, tt.want, got)
		}
		var schema struct {
			Properties struct {
				X struct{ Minimum, Maximum *float64 }
			}
		}
		if err := json.Unmarshal(Schema(root.Entries(), "test"), &schema); err != nil {
			t.Fatal(err)
		}
		lo, hi := schema.Properties.X.Minimum, schema.Properties.X.Maximum
		if lo == nil || hi == nil {
			t.Errorf("%v: the schema leaves an end open", tt.r)
			continue
		}
		for x, taken := range map[float64]bool{
			*lo: true, *hi: true, math.Nextafter(*lo, math.Inf(-1)): false, math.Nextafter(*hi, math.Inf(1)): false,
		} {
			if fault := tt.r.Fault(x); (fault == "") != taken {
				t.Errorf("%v: %v: the reader says %q, taken by the schema: %v", tt.r, x, fault, taken)
			}
		}
	}
}
