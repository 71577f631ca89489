package keys

import "testing"

// A name is suggested for a slip, not for another word that has some letters in
// common.
func TestNearestIsNear(t *testing.T) {
	names := []string{"rotating", "rounds", "max", "anyone", "x"}
	for _, tt := range []struct{ word, want string }{
		{"nothing", ""}, {"rotaing", "rotating"}, {"rotatign", "rotating"}, {"rutatign", "rotating"},
		{"rouns", "rounds"}, {"mound", ""}, {"bund", ""}, {"maks", "max"}, {"noone", "anyone"}, {"y", ""}, {"X", "x"},
	} {
		if got := Nearest(tt.word, names); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
