package front_test

import (
	"reflect"
	"testing"

	"tutti/render/front"
	"tutti/render/play"
)

func TestLink(t *testing.T) {
	for _, l := range []front.Link{
		{},
		{Scenarios: []string{"orpheus"}},
		{Scenarios: []string{"orpheus", "conducted"}, Patterns: []string{"rotating"}},
		{Scenarios: []string{"a b&c"}, Live: []play.Intervention{{Cycle: 21, Words: "a shöck, \"now\"", TOML: "kind = \"shock\"\n"}}},
	} {
		if got := front.ParseLink(l.String()); !reflect.DeepEqual(got, l) {
			t.Errorf("%q: got %+v, want %+v", l.String(), got, l)
		}
	}
}

func FuzzParseLink(f *testing.F) {
	f.Add("scenario=orpheus&live=W10")
	f.Add("%zz")
	f.Fuzz(func(t *testing.T, s string) {
		l := front.ParseLink(s)
		if again := front.ParseLink(l.String()); !reflect.DeepEqual(again, l) && len(l.Live) > 0 {
			t.Errorf("%q: read %+v, and then %+v", s, l, again)
		}
	})
}
