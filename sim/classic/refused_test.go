package classic

import (
	"strings"
	"testing"

	"tutti/sim/keys"
)

// What is out of range, what does not go together and what would not fit is
// refused when it is read, each mistake at its line.
func TestRefused(t *testing.T) {
	for _, tt := range []struct{ model, text, want string }{
		{"march-1991", "people = 40\nfast = 60", "x.toml:2: fast: 60 fast learners among 40 people, want at most as many"},
		{"march-1991", "p1 = 1.4\np2 = -1\nbelif = \"step\"\nbelief = \"hop\"", "x.toml:1: p1: 1.4 is outside [0, 1]\nx.toml:2: p2: -1 is outside [0, 1]\nx.toml:3: belif: no such key; did you mean \"belief\"?\nx.toml:4: belief: no such choice as \"hop\"; want one of step, jump"},
		{"march-1991", "people = 100000000", "x.toml:1: people: 100000000 is not a whole number from 1 to 100000"},
		{"lazer-friedman-2007", "bits = 8\nk = 8", "x.toml:2: k: 8, want less than the 8 bits"},
		{"lazer-friedman-2007", "bits = 40", "x.toml:1: bits: 40 is not a whole number from 1 to 20"},
		{"lazer-friedman-2007", "agents = 7\n[network]\nkind = \"torus\"", "x.toml:3: network.kind: a torus of 7 agents, want a number with two factors of 3 or more"},
		{"lazer-friedman-2007", "agents = 7\n[network]\nkind = \"caveman\"\ncave = 3", "x.toml:4: network.cave: 7 agents in caves of 3, want whole caves"},
		{"lazer-friedman-2007", "agents = 10\nnetwork = {kind = \"small-world\", rewirings = 21}", "x.toml:2: network.rewirings: 21 of 20 ties, want at most as many"},
		{"siggelkow-levinthal-2003", "decisions = 7", "x.toml:1: divisions: 7 decisions in 2 divisions, want equal shares"},
		{"siggelkow-levinthal-2003", "decisions = 2\ndivisions = 1\nmatrix = [[1, 0.5], [0, 1]]", "x.toml:3: matrix: row 1, entry 2: 0.5, want 0 or 1"},
		{"siggelkow-levinthal-2003", "decisions = 2\ninteractions = \"blocks\"\nmatrix = [[1, 0], [0, 1]]", "x.toml:3: matrix: beside interactions = \"blocks\", want one of the two"},
		{"siggelkow-levinthal-2003", "matrix = [[1, 0], [0, 1]]", "x.toml:1: matrix: 2 rows for 6 decisions"},
		{"hong-page-2004", "positions = 30000\nlargest = 21\nsteps = 4", "x.toml:2: largest: 143640 heuristics from 30000 positions each, want at most 500000000 climbs in all"},
		{"hong-page-2004", "largest = 2", "x.toml:1: steps: 3 different steps up to 2, want at most as many"},
		{"hong-page-2004", "largest = 5\nsteps = 1\nteam = 6", "x.toml:3: team: 6 members, but only 5 heuristics"},
		{"hong-page-2004", "positions = 10", "a step of 12 on 10 positions, want less than once round"},
		{"couzin-2005", "range = 0.5\navoid = 2", "x.toml:2: avoid: 2, beyond the range of 0.5 within which others are seen; want at most that"},
		{"couzin-2005", "share = 0.7\nrivals = 0.5", "x.toml:2: rivals: 0.5 beside 0.7 who prefer the first direction, want at most all together"},
		{"couzin-2005", "angle = 200", "x.toml:1: angle: 200 is outside [0, 180]"},
		{"watts-2002", "agents = 1000000\nties = 999999", "x.toml:2: ties: 499999500000 ties in all, want at most 40000000; fewer people or acquaintances"},
		{"watts-2002", "agents = 10\nties = 20\nseeds = 30", "x.toml:2: ties: a mean of 20 acquaintances, want at most 9 for 10 people\nx.toml:3: seeds: 30 first adopters, want at most 10 people"},
		{"wing-2014", "players = 3\ngains = [[0, 1], [1, 0]]", "x.toml:2: gains: 2 rows, want one for each of 3 players"},
		{"wing-2014", "gain = 0.5\ngains = [[0, 1], [1, 0]]", "x.toml:2: gains: beside gain or leader, want one of the three"},
		{"wing-2014", "timekeeper = [1, 2]", "x.toml:1: timekeeper: 2 values, want 1 or one for each of 4 players"},
		{"degroot", "agents = 3\nweights = [[0.5, 0.5], [0.5, 0.5]]", "x.toml:2: weights: 2 rows, want one for each of 3 people"},
		{"degroot", "weights = [[0.5, 0.4], [0.5, 0.5]]", "x.toml:1: weights: row 1 sums to 0.9, want 1"},
		{"degroot", "agents = 10000000", "x.toml:1: agents: 10000000 is not a whole number from 2 to 1000"},
		{"friedkin-johnsen", "susceptibility = [0.5, 0.5]", "x.toml:1: susceptibility: 2 values, want 1 or one for each of 12 people"},
		{"granovetter-1978", "agents = 3\nthresholds = [1, 2]", "x.toml:2: thresholds: 2 thresholds, want one for each of 3 people"},
		{"granovetter-1978", "crowd = \"normal\"\nthresholds = [1, 2]", "x.toml:2: thresholds: beside crowd = \"normal\", want one of the two"},
		{"hegselmann-krause", "confidence = -1", "x.toml:1: confidence: -1 is not a number of 0 or more"},
		{"hegselmann-krause", "agents = 3\nopinions = [0.1]", "x.toml:2: opinions: 1 opinions, want one for each of 3 people"},
		{"deffuant", "rate = 0.9", "x.toml:1: rate: 0.9 is outside [0, 0.5]"},
		{"deffuant", "confidence_above = 0.9", "x.toml:1: confidence_above: no such key; want one of agents"},
		{"bass-1969", "innovation = 0", "x.toml:1: innovation: 0 is not a number above 0"},
		{"branching-cascades", "offspring = 11", "x.toml:1: offspring: 11 is outside [0, 10]"},
		{"beta-reputation", "partners = 10\nturning = 20", "x.toml:2: turning: 20 of 10 partners, want at most as many"},
		{"fire-2006", "conduct = [0.5, 0.5]", "x.toml:1: conduct: 2 values, want 1 or one for each of 10 partners"},
		{"claim-and-grant", "agents = 100000\nmemory = 0", "x.toml:1: agents: 100000 is not a whole number from 3 to 1000\nx.toml:2: memory: 0 is not a number above 0"},
	} {
		k, ok := Find(tt.model)
		if !ok {
			t.Fatalf("no model %s", tt.model)
		}
		root, err := keys.Parse("x.toml", []byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		k.Read(root)
		if err := root.Err(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s with\n%s\ngot  %v\nwant %s", tt.model, tt.text, err, tt.want)
		}
	}
}
