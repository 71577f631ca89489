package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// typedCommand is a command in a page: a line of its own, or a mention in backquotes.
var typedCommand = regexp.MustCompile("(?m)^(?:    )?(?:tutti|go run ./cmd/tutti) (.*)$|`tutti ([^`]+)`")

// leftOut is how the reader of flags tells of what a mention need not say.
var leftOut = regexp.MustCompile(`^missing |expected `)

// Every command in the pages is one that the program takes, with its flags, and
// the scenarios that it names are there.
func TestCommandsInPages(t *testing.T) {
	pages := []string{"../../README.md", "../../ARCHITECTURE.md", "../../CHANGELOG.md", "../../sim/ODD.md", "../../sim/DECISIONS.md"}
	for _, folder := range []string{"docs", "docs/classics"} {
		more, err := filepath.Glob("../../" + folder + "/*.md")
		if err != nil || more == nil {
			t.Fatalf("%s: %d pages, %v", folder, len(more), err)
		}
		pages = append(pages, more...)
	}
	parser, err := kong.New(&cli{}, kong.Name("tutti"), kong.ExplicitGroups(groups))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range typedCommand.FindAllStringSubmatch(string(text), -1) {
			line, _, _ := strings.Cut(m[1]+m[2], "#")
			for command := range strings.SplitSeq(line, "&&") {
				command, _, _ = strings.Cut(command, ">") // into a file
				args := strings.Fields(strings.TrimPrefix(strings.TrimSpace(command), "tutti "))
				_, err := parser.Parse(args)
				if err != nil && (m[1] != "" || !leftOut.MatchString(err.Error())) {
					t.Errorf("%s: tutti %s: %v", filepath.Base(page), command, err)
				}
				for k, a := range args {
					named := strings.HasPrefix(a, "scenarios/") || k == 2 && args[0] == "check" && args[1] == "--run" && !strings.Contains(a, ".")
					if named && thereIs(a) != nil {
						if _, err := os.Stat("../../" + a); err != nil {
							t.Errorf("%s: tutti %s: no scenario %s", filepath.Base(page), command, a)
						}
					}
				}
			}
		}
	}
}
