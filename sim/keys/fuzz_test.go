package keys

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// FuzzParse wants no panic, a line in every refusal, a place for every key of
// what is accepted, and the same values back from what is written.
func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add("a.\"\\u0041\\x41\\e\" = '''''x'''''\r\n[[a.b]]\n[a.b.c]\nd = [[1], {e = 2,\n}, 1e5] # x\nf = 1979-05-27 07:32:00\n")
	files, _ := filepath.Glob("testdata/broken/*.toml")
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		root, err := Parse("x", []byte(text))
		if err != nil {
			wantLines(t, text, err)
			return
		}
		if _, lost := locate(strings.TrimPrefix(text, "\ufeff")); lost != nil {
			t.Fatalf("accepted, but places are %v", lost)
		}
		wantPlaces(t, root.group, text)
		readSample(root)
		if err := root.Err(); err != nil {
			wantLines(t, text, err)
		} else if _, err := Parse("written", []byte(Write(root.Entries()))); err != nil {
			t.Fatalf("%v\n%s", err, Write(root.Entries()))
		}
		wantSame(t, text)
	})
}

func wantLines(t *testing.T, text string, err error) {
	t.Helper()
	var all Errors
	if !errors.As(err, &all) || len(all) == 0 {
		t.Fatalf("%v is of type %T, want Errors", err, err)
	}
	for _, e := range all {
		if e.Line < 1 || e.Line > 1+strings.Count(text, "\n") || e.Msg == "" || strings.Contains(e.Error(), "\n") {
			t.Fatalf("%q names no line of the text", e.Error())
		}
	}
}

// wantPlaces wants each key to stand in the line that it is said to be in.
func wantPlaces(t *testing.T, g *group, text string) {
	t.Helper()
	lines := strings.Split(text, "\n")
	for _, name := range g.order {
		n := g.of[name]
		if n == nil || n.value == nil {
			t.Fatalf("key %q has no value", name)
		}
		if plain := bare(name) == name && !strings.Contains(text, `\`); plain && !strings.Contains(lines[n.line-1], name) {
			t.Fatalf("key %q is not in line %d, %q", name, n.line, lines[n.line-1])
		}
		if kid, ok := n.value.(*group); ok {
			wantPlaces(t, kid, text)
		}
	}
}

// wantSame wants Quote to give every value back.
func wantSame(t *testing.T, text string) {
	t.Helper()
	first, err := Parse("x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range first.Keys() {
		v := first.Value(key, "", nil, "")
		if v == nil {
			continue // not finite
		}
		again, err := Parse("x", []byte("v = "+Quote(v)))
		if err != nil {
			t.Fatalf("%#v: %v", v, err)
		}
		if got := again.Value("v", "", nil, ""); !reflect.DeepEqual(got, v) {
			t.Fatalf("%#v read back %#v", v, got)
		}
	}
}

// FuzzSet wants no panic and errors that name the path.
func FuzzSet(f *testing.F) {
	f.Add("trust.up", "0.3")
	f.Add(`event[0]."a.b"`, "[1, {b = 2}]")
	f.Fuzz(func(t *testing.T, path, value string) {
		root, err := Parse("x", []byte(full))
		if err != nil {
			t.Fatal(err)
		}
		if err := root.Set(path, value); err != nil {
			var all Errors
			if !errors.As(err, &all) || all[0].Key != path || all[0].File != "--set" {
				t.Fatalf("%v", err)
			}
			return
		}
		readSample(root)
		_ = root.Err()
	})
}
