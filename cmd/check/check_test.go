package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func titles(steps []step) string {
	var out []string
	for _, s := range steps {
		out = append(out, s.title())
	}
	return strings.Join(out, ", ")
}

func TestChoose(t *testing.T) {
	all := []step{{"gofmt", "", nil}, {"need", "display", nil}, {"test", "", nil}, {"build", "a/b", nil}, {"build", "a/c", nil}}
	for _, tt := range []struct{ only, want, wrong string }{
		{"", "gofmt, need display, test, build a/b, build a/c", ""},
		{"gofmt", "gofmt", ""},
		{"test, gofmt", "gofmt, need display, test", ""},
		{"build", "build a/b, build a/c", ""},
		{"build a/c", "build a/c", ""},
		{"tests", "", `no step "tests"; -list names them`},
	} {
		got, err := choose(all, tt.only)
		if titles(got) != tt.want || err != nil && err.Error() != tt.wrong || (err == nil) != (tt.wrong == "") {
			t.Errorf("choose(%q) = %s, %v, want %s, %s", tt.only, titles(got), err, tt.want, tt.wrong)
		}
	}
}

func TestSummary(t *testing.T) {
	for _, tt := range []struct {
		passed         int
		failed, missed []string
		want           string
		code           int
	}{
		{3, nil, nil, "3 passed, 0 failed\n", 0},
		{2, nil, []string{"race"}, "skipped: race\n2 passed, 0 failed, 1 skipped\n", 0},
		{1, []string{"vet", "build a/b"}, nil, "failed: vet, build a/b\n1 passed, 2 failed\n", 1},
	} {
		var out bytes.Buffer
		if code := summary(&out, tt.passed, tt.failed, tt.missed); code != tt.code || out.String() != tt.want {
			t.Errorf("summary: %q, code %d, want %q, code %d", out.String(), code, tt.want, tt.code)
		}
	}
}

// A step that cannot run is skipped, and has failed where nothing may be.
func TestStrict(t *testing.T) {
	for _, tt := range []struct {
		strict bool
		err    error
		want   string
		code   int
	}{
		{false, nil, "1 passed, 0 failed", 0},
		{true, nil, "1 passed, 0 failed", 0},
		{false, skip("no %s", "gcc"), "0 passed, 0 failed, 1 skipped", 0},
		{true, skip("no %s", "gcc"), "0 passed, 1 failed", 1},
		{false, errors.New("broken"), "0 passed, 1 failed", 1},
	} {
		var out bytes.Buffer
		steps := []step{{"one", "", func(c *checker) error { c.log.WriteString("said\n"); return tt.err }}}
		code := runSteps(context.Background(), &out, steps, options{strict: tt.strict})
		if !strings.HasSuffix(out.String(), tt.want+"\n") || code != tt.code {
			t.Errorf("strict %v, %v: %q, code %d, want %q, code %d", tt.strict, tt.err, out.String(), code, tt.want, tt.code)
		}
		if said := strings.Contains(out.String(), "said"); said != (tt.code == 1) {
			t.Errorf("strict %v, %v: output shown: %v, want it shown only when a step failed", tt.strict, tt.err, said)
		}
	}
}

// Each word for tests that the race detector leaves out names some of those that
// it would run.
func TestLongTests(t *testing.T) {
	test := regexp.MustCompile(`(?m)^func (Test\w+)`)
	var names strings.Builder
	for _, below := range []string{"../../agents", "../../sim", "../../render"} {
		err := filepath.WalkDir(below, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range test.FindAllStringSubmatch(string(text), -1) {
				names.WriteString(m[1] + "\n")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for word := range strings.SplitSeq(long, "|") {
		if !strings.Contains(names.String(), word) {
			t.Errorf("no test has %q in its name", word)
		}
	}
}

func TestFused(t *testing.T) {
	const listing = "\t0x0000 00000 (/a/b.go:2)\tFMADDD\tF0, F2, F1, F0\n\t0x0008 00008 (/a/c.go:17)\tFADDD\tF0, F1\n\t0x0000 00000 (/a/b.go:8)\tFMSUBS\tF0, F1, F1, F0\n"
	var got []string
	for _, m := range fused.FindAllStringSubmatch(listing, -1) {
		got = append(got, m[1]+" "+m[2])
	}
	if want := "/a/b.go:2 FMADDD, /a/b.go:8 FMSUBS"; strings.Join(got, ", ") != want {
		t.Errorf("fused: %v, want %s", got, want)
	}
}

func TestQuote(t *testing.T) {
	var out bytes.Buffer
	quote(&out, strings.Repeat("x\n", 1000))
	if got := strings.Count(out.String(), "\n"); got != 301 || !strings.Contains(out.String(), "... 700 lines ...") {
		t.Errorf("1000 lines quoted as %d, want 300 and one that says how many are left out", got)
	}
}
