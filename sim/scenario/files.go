package scenario

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"strings"

	"tutti/agents/network"
	"tutti/sim/keys"
)

// csv reads a CSV file that a key names; what is wrong with it are errors of
// that key. It returns what can be read of it, nil for nothing.
func (r *reader) csv(t *keys.Table, key, name string) *network.Columns {
	text, err := r.open(name)
	if err != nil {
		t.Errorf(key, "cannot read %q: %v", name, plainError(err))
		return nil
	}
	c, err := network.ReadTable(name, bytes.NewReader(text))
	if err != nil {
		refuse(t, key, err)
	}
	if c.Len() == 0 {
		return nil
	}
	return &c
}

// refuse makes errors of a file errors of the key that names it.
func refuse(t *keys.Table, key string, err error) {
	var many keys.Errors
	if !errors.As(err, &many) {
		t.Errorf(key, "%v", err)
		return
	}
	for _, e := range many {
		t.Errorf(key, "%v", e)
	}
}

// textColumn returns a column by name, nil when there is none.
func textColumn(t *keys.Table, key string, c *network.Columns, name string) []string {
	cells, err := c.Column(name)
	if err != nil {
		t.Errorf(key, "%v", err)
	}
	return cells
}

func plainError(err error) string {
	text := err.Error()
	if at := strings.LastIndex(text, ": "); at >= 0 {
		return text[at+2:]
	}
	return text
}

// listed reads ties such as "ann > bob: 0.8", between members of the same set
// where there are sets.
func (r *reader) listed(t *keys.Table, within string, set map[int32]int) []network.Tie {
	var ties []network.Tie
	for _, text := range t.Texts("list", nil, `ties such as "ann > bob" or "ann > bob: 0.8"`) {
		tie := network.Tie{Weight: math.NaN()}
		ends, weight, weighted := strings.Cut(text, ":")
		from, to, ok := strings.Cut(ends, ">")
		if !ok {
			t.Errorf("list", "%q, want a tie such as \"ann > bob\" or \"ann > bob: 0.8\"", text)
			continue
		}
		if weighted {
			x, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
			if err != nil || !(x >= 0 && x <= 1) {
				t.Errorf("list", "%q: trust %q is not a number in [0, 1]", text, strings.TrimSpace(weight))
				continue
			}
			tie.Weight = x
		}
		i, j := r.agent(t, "list", strings.TrimSpace(from)), r.agent(t, "list", strings.TrimSpace(to))
		if i == j && i >= 0 {
			t.Errorf("list", "%q ties somebody to themselves", text)
		}
		if i < 0 || j < 0 || i == j {
			continue
		}
		tie.From, tie.To = int32(i), int32(j)
		a, in := set[tie.From]
		if b, too := set[tie.To]; len(set) > 0 && !(in && too && a == b) {
			t.Errorf("list", "%q: not both are within %q, want ties between its people", text, within)
			continue
		}
		ties = append(ties, tie)
	}
	return ties
}

// agent returns the row of an agent by name, −1 with an error when there is none.
func (r *reader) agent(t *keys.Table, key, name string) int {
	i := r.Row(name)
	if i < 0 {
		t.Errorf(key, "no agent %q; %s", name, keys.Hint(name, r.someNames()))
	}
	return i
}

// formats are those that ties can be read from.
func formats() []string {
	names := []string{"auto"}
	for _, f := range network.Formats {
		names = append(names, f.Name)
	}
	return names
}

func readFileKeys(t *keys.Table) (file, format string, scale bool) {
	return t.Text("file", "", "file of ties, beside the scenario"),
		t.Choice("format", "auto", formats(), "how it is written; auto goes by its name and first line"),
		t.Switch("scale", false, "weights are divided by the greatest, instead of being trust as they are")
}

// graph reads a layer of ties from a file; its names are those of the agents.
func (r *reader) graph(t *keys.Table, members []int32) []network.Tie {
	file, format, scale := readFileKeys(t)
	if file == "" {
		t.Errorf("file", "no file, want the name of one")
		return nil
	}
	text, err := r.open(file)
	if err != nil {
		t.Errorf("file", "cannot read %q: %v", file, plainError(err))
		return nil
	}
	if format == "auto" {
		first, _, _ := strings.Cut(string(text), "\n")
		if format = network.FormatOf(file, first); format == "" {
			t.Errorf("format", "cannot tell how %s is written, want one of %s", file, strings.Join(formats()[1:], ", "))
			return nil
		}
	}
	names := make([]string, len(members))
	for k, i := range members {
		names[k] = r.Name(int(i))
	}
	options := []network.Option{network.Among(names)}
	if scale {
		options = append(options, network.Scaled)
	}
	g, err := network.Read(format, file, bytes.NewReader(text), options...)
	if err != nil {
		refuse(t, "file", err)
		return nil
	}
	for k := range g.Ties {
		g.Ties[k].From, g.Ties[k].To = members[g.Ties[k].From], members[g.Ties[k].To]
	}
	return g.Ties
}
