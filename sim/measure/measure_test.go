package measure

import (
	"fmt"
	"math"
	"testing"

	"tutti/sim/exact"
	"tutti/sim/rank"
)

// TestHighTechManagersAgainstSna holds the measures against R 4.2.2 with sna 2.7
// on the same networks; Bosses apart, where they were counted by hand.
func TestHighTechManagersAgainstSna(t *testing.T) {
	a, f, r := managers(t, "advice"), managers(t, "friendship"), managers(t, "reports-to")
	unit := []int{4, 4, 2, 4, 2, 1, 0, 1, 2, 3, 3, 1, 2, 2, 2, 4, 1, 3, 2, 2, 1}
	tenure := []float64{9.333, 19.583, 12.75, 7.5, 3.333, 28, 30, 11.333, 5.417, 9.25, 27, 8.917, .25, 10.417, 8.417, 4.667, 12.417, 9.083, 4.833, 11.667, 12.5}
	in := a.InDegree(make([]float64, 21))
	ha, hf, hr := HierarchyOf(a.Reverse()), HierarchyOf(f.Reverse()), HierarchyOf(r.Reverse())
	for _, m := range []struct {
		what      string
		got, want float64
	}{
		{"advice: connectedness", ha.Connectedness, 1},
		{"advice: hierarchy", ha.Hierarchy, 0},
		{"advice: efficiency", ha.Efficiency, .575},
		{"advice: bosses", ha.Bosses, 1},
		{"friendship: hierarchy", hf.Hierarchy, .181818181818182},
		{"friendship: efficiency", hf.Efficiency, .795},
		{"friendship: bosses", hf.Bosses, 189. / 190}, // m7 and m9 name nobody: one pair without
		{"reports-to: hierarchy", hr.Hierarchy, 1},
		{"reports-to: efficiency", hr.Efficiency, 1},
		{"reports-to: bosses", hr.Bosses, 1},
		{"reports-to the wrong way round: bosses", HierarchyOf(r).Bosses, 16. / 190}, // 36 pairs with: 20 with m7, 16 with a vice-president
		{"advice: degree", CentralisationDegree(a), .342105263157895},
		{"advice: closeness", CentralisationCloseness(a), .480175827373982},
		{"advice: betweenness", CentralisationBetweenness(a), .0330419887130413},
		{"friendship: degree", CentralisationDegree(f), .578947368421053},
		{"friendship: closeness", CentralisationCloseness(f), .627744061499594},
		{"friendship: betweenness", CentralisationBetweenness(f), .207026315789474},
		{"reports-to: betweenness", CentralisationBetweenness(r), .68078947368421},
		{"advice: betweenness of m18", Betweenness(a)[17], .233991228070175},
		{"advice and friendship: phi", Phi(a, f), .154585452048473},
		{"advice and reports-to: phi", Phi(a, r), .223558182291692},
		{"friendship and reports-to: phi", Phi(f, r), .186235562647612},
		{"advice and friendship: Jaccard", Jaccard(a, f), .258620689655172},
		{"advice and reports-to: Jaccard", Jaccard(a, r), .0994764397905759},
		{"advice: E–I", External(a, unit), .515789473684211},
		{"advice and tenure: Kendall", rank.Kendall(in, tenure), .495438198310956},
		{"advice and tenure: Spearman", rank.Spearman(in, tenure), .674968415780864},
		{"reports-to in advice", Covered(r, a), .95},
	} {
		if !close(m.got, m.want, exactly) {
			t.Errorf("%s: got %.15g, want %.15g", m.what, m.got, m.want)
		}
	}
	pi, ok := Social(a, nil)
	if !ok || !close(pi[20], .194798421727586, 1e-9) || !close(pi[6], .116643764275075, 1e-9) || !close(sum(pi), 1, exactly) {
		t.Errorf("social influence: got %v, %v", pi, ok)
	}
}

func TestHierarchyOfParts(t *testing.T) {
	h := HierarchyOf(net(t, 7, "0>1 0>2 1>3 2>3 3>1 4>5"))
	want := Hierarchy{1. / 3, 6. / 7, .8, 1} // sna 2.7
	if !close(h.Connectedness, want.Connectedness, exactly) || !close(h.Hierarchy, want.Hierarchy, exactly) ||
		!close(h.Efficiency, want.Efficiency, exactly) || !close(h.Bosses, want.Bosses, exactly) {
		t.Errorf("got %+v, want %+v", h, want)
	}
	tree := HierarchyOf(net(t, 7, "0>1 0>2 1>3 1>4 2>5 2>6"))
	if tree != (Hierarchy{1, 1, 1, 1}) {
		t.Errorf("out-tree: got %+v, want 1 on all", tree)
	}
}

func TestShares(t *testing.T) {
	for _, tt := range []struct {
		name                                       string
		given                                      []float64
		gini, entropy, number, simpson, top, share float64
	}{
		{"all alike", []float64{1, 1, 1, 1}, 0, 1, 4, 4, .25, 0},
		{"one leads", []float64{1, 0, 0, 0}, .75, 0, 1, 1, 1, 1},
		{"two of four", []float64{0, 3, 0, 3}, .5, .5, 2, 2, .5, 1. / 3},
		{"shares of nothing", []float64{0, 0, 0}, missing, missing, missing, missing, missing, missing},
		{"nobody", nil, missing, missing, missing, missing, missing, missing},
		{"one agent", []float64{2}, 0, missing, 1, 1, 1, missing},
	} {
		got := []float64{Gini(tt.given), EntropyNormalised(tt.given), EffectiveNumber(tt.given), InverseSimpson(tt.given), TopShare(tt.given), CentralisationShares(tt.given)}
		want := []float64{tt.gini, tt.entropy, tt.number, tt.simpson, tt.top, tt.share}
		for i := range got {
			if !close(got[i], want[i], exactly) {
				t.Errorf("%s: got %v, want %v", tt.name, got, want)
				break
			}
		}
	}
}

func TestStatistics(t *testing.T) {
	x, y := []float64{1, 2, 2, 4, 5, 5, 5, 8}, []float64{3, 1, 2, 2, 6, 5, 5, 5}
	groups := [][]float64{{4, 5, 4}, {2, 3, 2, 1}, {5, 4}}
	const msb, msw, size = 77. / 12, 19. / 36, 26. / 9 // R: anova(lm(v ~ group))
	same := []float64{3, 3, 3, 3}
	split := []float64{1, 1, 5, 5} // sample variance 16/3 on 5 options, whose expected variance is 2
	for _, m := range []struct {
		what      string
		got, want float64
	}{
		{"ICC(1)", ICC1(groups), (msb - msw) / (msb + (size-1)*msw)},
		{"ICC(2)", ICC2(groups), (msb - msw) / msb},
		{"ICC(1) of one group", ICC1(groups[:1]), missing},
		{"ICC(1), all alike", ICC1([][]float64{same, same}), missing},
		{"agreement, all alike", Agreement(same, 5), 1},
		{"agreement, split", Agreement(split, 5), 1 - 16./3/2},
		{"agreement of one", Agreement(same[:1], 5), missing},
		{"agreement over items", AgreementItems([][]float64{{2, 3, 2, 3}, {3, 3, 4, 4}}, 5), 2 * (5. / 6) / (2*(5./6) + 1./6)},
		{"agreement over items, all alike", AgreementItems([][]float64{same, same}, 5), 1},
		{"agreement over no items", AgreementItems(nil, 5), missing},
		{"aggregate rating", Mean([]float64{4, 5, 3}), 4},
		{"aggregate rating of nobody", Mean(nil), missing},
		{"deviation", Deviation([]float64{2, 4, 4, 4, 5, 5, 7, 9}), 2},
		{"variation", Variation([]float64{1, 0, 0, 0, 0}), 2},
		{"variation of a sample", VariationSample([]float64{1, 0, 0, 0, 0}), math.Sqrt(5)},
		{"variation of nothing", Variation([]float64{0, 0}), missing},
		{"fluidity, same order", Fluidity(x, x), 0},
		{"fluidity, reversed", Fluidity([]float64{1, 2, 3}, []float64{9, 4, 1}), 1},
		{"shifted", Shifted([]float64{1, 1, 0}, []float64{0, 2, 2}), .5},
		{"shifted from nothing", Shifted([]float64{0, 0}, []float64{1, 2}), missing},
		{"slope", ControlOf([]float64{1, 1, 2, 3}, []float64{2, 4, 5, 7}).Slope, 2},
		{"slope on one level", ControlOf(same, x[:4]).Slope, missing},
		{"total", ControlOf([]float64{1, 2}, []float64{2, 4}).Total, 3},
		{"granted", Granted(3, 4), .75},
		{"granted of none", Granted(0, 0), missing},
		{"fit", Fit(x, y), rank.Spearman(x, y)},
		{"accuracy", Accuracy(x, y), rank.Pearson(x, y)},
		{"delegation", Delegation([]float64{1, 1, 1, 1}, []float64{5, 0, 0, 0}), 1},
		{"distribution", Delegation([]float64{1, 1, 0, 0}, []float64{1, 1, 1, 1}), -.5},
		{"delegation of nothing", Delegation([]float64{1, 1}, []float64{0, 0}), missing},
		{"branching", Branching([]float64{1, 1, 4, 2}), .5},
		{"branching, none moved on", Branching([]float64{1, 1}), 0},
		{"branching of nothing", Branching(nil), missing},
		{"tail of one", Tail([]float64{3}, 1), missing},
		{"alignment", Alignment([]float64{1, 0, -1, 0, 0, 0}, 2), -1},
		{"alignment of none", Alignment([]float64{0, 0, 0, 0}, 2), missing},
	} {
		if !close(m.got, m.want, exactly) {
			t.Errorf("%s: got %.15g, want %.15g", m.what, m.got, m.want)
		}
	}
}

func TestUndefinedNetworks(t *testing.T) {
	empty, one, apart := net(t, 3, ""), net(t, 1, ""), net(t, 4, "0-1 2-3")
	h := HierarchyOf(empty)
	for _, m := range []struct {
		what      string
		got, want float64
	}{
		{"density of one", Density(one, 1), missing},
		{"density of no ties", Density(empty, 1), 0},
		{"density of no ties, greatest weight unknown", Density(empty, 0), missing},
		{"density, greatest weight found", Density(net(t, 3, "0>1:0.5 1>2:0.25"), 0), .25},
		{"centralisation of one", CentralisationIn(one), missing},
		{"centralisation of two by degree", CentralisationDegree(net(t, 2, "0-1")), missing},
		{"closeness of parts", CentralisationCloseness(apart), missing},
		{"reciprocity of no ties", Reciprocity(empty), missing},
		{"E–I of no ties", External(empty, []int{0, 0, 0}), missing},
		{"E–I, each its own unit", External(net(t, 2, "0-1"), []int{-1, -1}), 1},
		{"Jaccard of no ties", Jaccard(empty, empty), missing},
		{"phi of no ties", Phi(empty, empty), missing},
		{"covered, no chart", Covered(empty, empty), missing},
		{"multiplexity of no ties", Multiplexity(empty, empty), missing},
		{"multiplexity", Multiplexity(net(t, 3, "0>1 1>2"), net(t, 3, "1>0")), 1.5},
		{"recognition of one leader", Recognition(apart, []bool{true, false, false, false}), missing},
		{"recognition", Recognition(apart, []bool{true, true, true, false}), 1. / 3},
		{"connectedness of one", HierarchyOf(one).Connectedness, missing},
		{"connectedness of strangers", h.Connectedness, 0},
		{"hierarchy of strangers", h.Hierarchy, missing},
		{"efficiency of strangers", h.Efficiency, missing},
		{"bosses of strangers", h.Bosses, missing},
		{"strength", CentralisationStrength(net(t, 3, "1>0 2>0:0.5")), (1.5 * 2) / 4},
	} {
		if !close(m.got, m.want, exactly) {
			t.Errorf("%s: got %v, want %v", m.what, m.got, m.want)
		}
	}
}

func TestNetworksAddAndDrop(t *testing.T) {
	g := NewNetwork(3, []Tie{{0, 0, 1}, {2, 1, .5}, {0, 1, 0}, {2, 1, .25}, {0, 2, 1}})
	if got := fmt.Sprint(g.Start, g.To, g.Weight); got != "[0 1 1 2] [2 1] [1 0.75]" {
		t.Errorf("got %s", got)
	}
	if got := fmt.Sprint(FromMatrix(2, []float64{9, .5, 0, 9})); got != "{[0 1 1] [1] [0.5]}" {
		t.Errorf("from a matrix: got %s", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("an agent too many: got no panic")
		}
	}()
	NewNetwork(2, []Tie{{0, 2, 1}})
}

// TestSplit wants the identity exact: on constructed cases, and on random
// volumes against the formula of mutual information.
func TestSplit(t *testing.T) {
	ln2 := math.Ln2
	for _, tt := range []struct {
		name   string
		volume []float64
		want   Split
	}{
		{"one leads all the time", []float64{1, 0, 1, 0}, Split{0, 0, 0}},
		{"two in turn", []float64{1, 0, 0, 1}, Split{ln2, 0, ln2}},
		{"two at once", []float64{1, 1, 1, 1}, Split{ln2, ln2, 0}},
		{"empty rows do not count", []float64{0, 0, 1, 1}, Split{ln2, ln2, 0}},
		{"volume weighs", []float64{3, 3, 2, 0}, Split{Entropy([]float64{5, 3}), .75 * ln2, Entropy([]float64{5, 3}) - .75*ln2}},
		{"nothing", []float64{0, 0}, Split{missing, missing, missing}},
	} {
		got := SplitOf(tt.volume, 2, make([]float64, 2))
		if !close(got.Total, tt.want.Total, exactly) || !close(got.Within, tt.want.Within, exactly) || !close(got.Between, tt.want.Between, exactly) {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
	draws := exact.NewDraws(1, 1, 0).Stream(0)
	for range 200 {
		agents, rows := 1+draws.Int(9), 1+draws.Int(9)
		volume := make([]float64, agents*rows)
		for k := range volume {
			volume[k] = max(0, draws.Share()-.4)
		}
		got := SplitOf(volume, agents, make([]float64, agents))
		if !close(got.Between, Information(volume, agents), exactly) || !close(got.Total, got.Within+got.Between, exactly) {
			t.Fatalf("%d agents: got %+v, information %v", agents, got, Information(volume, agents))
		}
	}
}

func TestSocial(t *testing.T) {
	for _, tt := range []struct {
		name, picture string
		n             int
		own           []float64
		want          []float64
	}{
		{"all follow one", "1>0 2>0", 3, nil, []float64{1, 0, 0}},
		{"nobody listens", "", 2, nil, []float64{.5, .5}},
		{"two who swap for ever", "0-1", 2, nil, []float64{.5, .5}},
		{"half oneself", "0>1", 2, []float64{1, 1}, []float64{0, 1}},
		{"deaf and hearing", "0>1:1 1>0:3", 2, []float64{1, 1}, []float64{.6, .4}},
	} {
		got, ok := Social(net(t, tt.n, tt.picture), tt.own)
		for i := range tt.want {
			if !ok || !close(got[i], tt.want[i], exactly) {
				t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
				break
			}
		}
	}
}

func TestRecovery(t *testing.T) {
	for _, tt := range []struct {
		name              string
		series            []float64
		shock             int
		time, depth, lost float64
	}{
		{"back after two", []float64{1, 1, .5, .6, 1, 1, 1}, 2, 2, .5, .9},
		{"a moment's rise does not hold", []float64{1, 1, .5, 1, .5, 1, 1}, 2, 3, .5, 1},
		{"no fall", []float64{1, 1, 1, 1}, 2, 0, 0, 0},
		{"never back", []float64{1, 1, .5, .5}, 2, missing, .5, 1},
		{"no shock", []float64{1, 1}, -1, missing, missing, missing},
		{"shock at the start", []float64{1, 1}, 0, missing, missing, missing},
	} {
		got := RecoveryOf(tt.series, tt.shock, 10, 2, .95)
		if !close(got.Time, tt.time, exactly) || !close(got.Depth, tt.depth, exactly) || !close(got.Lost, tt.lost, exactly) {
			t.Errorf("%s: got %+v, want %v %v %v", tt.name, got, tt.time, tt.depth, tt.lost)
		}
	}
}

// TestTail finds the exponent of sizes drawn from a power law.
func TestTail(t *testing.T) {
	draws := exact.NewDraws(3, 1, 0).Stream(0)
	sizes := make([]float64, 20_000)
	for i := range sizes {
		sizes[i] = math.Floor(9.5*exact.Pow(1-draws.Share(), -1/1.5) + .5)
	}
	if got := Tail(sizes, 10); !close(got, 2.5, .05) {
		t.Errorf("got %v, want 2.5", got)
	}
}

// TestPermuted wants advice to follow the organisation chart beyond chance
// (sna's qaptest: no permutation of 2000 as large) and the same result twice.
func TestPermuted(t *testing.T) {
	a, r := managers(t, "advice"), managers(t, "reports-to")
	observed, p := Permuted(a, r, 999, exact.NewDraws(1, 1, 0).Stream(0))
	if !close(observed, .223558182291692, exactly) || p > .01 {
		t.Errorf("got %v, p %v", observed, p)
	}
	if _, again := Permuted(a, r, 999, exact.NewDraws(1, 1, 0).Stream(0)); again != p {
		t.Errorf("got p %v and then %v", p, again)
	}
	if _, p := Permuted(net(t, 3, ""), net(t, 3, ""), 9, exact.NewDraws(1, 1, 0).Stream(0)); !math.IsNaN(p) {
		t.Errorf("no ties: got p %v, want it missing", p)
	}
}

func TestClassify(t *testing.T) {
	base := Profile{
		Volume: .5, Entropy: .8, InTime: .1, InDomain: .05, AtOnce: 8, Delegation: 0,
		Recognition: .6, Alignment: missing, Across: 1, Crowd: .3,
	}
	for _, tt := range []struct {
		want   Class
		change func(p *Profile)
	}{
		{Shared, func(*Profile) {}},
		{Shared, func(p *Profile) { p.Recognition, p.Crowd = missing, missing }},
		{Leaderless, func(p *Profile) { p.Volume = .001 }},
		{Leaderless, func(p *Profile) { p.Volume = missing }},
		{Focused, func(p *Profile) { p.Entropy = .1 }},
		{Rotated, func(p *Profile) { p.InTime, p.AtOnce = .9, 1.2 }},
		{ByExpert, func(p *Profile) { p.InDomain = .5 }},
		{Delegated, func(p *Profile) { p.Delegation, p.Entropy = .6, .2 }},
		{Numerical, func(p *Profile) { p.Crowd = .9 }},
		{Fragmented, func(p *Profile) { p.Recognition = 0 }},
		{Fragmented, func(p *Profile) { p.Alignment = -.8 }},
		{Fragmented, func(p *Profile) { p.Across = .5 }},
		{Focused, func(p *Profile) { p.Entropy, p.Position = .3, .9 }},
		{Shared, func(p *Profile) { p.Entropy, p.Position = .3, .2 }},
		{Anarchic, func(p *Profile) { p.Alignment, p.Across = -.3, .1 }},
		{"", func(p *Profile) { p.Entropy = missing }},
	} {
		p := base
		tt.change(&p)
		got, why := Classify(p, DefaultBounds)
		if got != tt.want || why == "" {
			t.Errorf("%+v: got %q (%s), want %q", p, got, why, tt.want)
		}
	}
	if got := len(Classes); got != 9 {
		t.Errorf("got %d classes, want 9", got)
	}
}

// TestNoAllocation holds what is measured every cycle to its word.
func TestNoAllocation(t *testing.T) {
	x := []float64{3, 1, 2, 0, 5, 4}
	scratch := make([]float64, 6)
	net := managers(t, "advice")
	degree := make([]float64, 21)
	if got := testing.AllocsPerRun(100, func() {
		GiniIn(x, scratch)
		Entropy(x)
		EffectiveNumber(x)
		TopShare(x)
		CentralisationShares(x)
		SplitOf(x, 2, scratch)
		Reciprocity(net)
		Density(net, 1)
		net.InStrength(degree)
		Shifted(x, x)
	}); got != 0 {
		t.Errorf("got %v allocations, want 0", got)
	}
}

// TestScaleAndOrderDoNotMatter is true of every measure of shares.
func TestScaleAndOrderDoNotMatter(t *testing.T) {
	draws := exact.NewDraws(4, 1, 0).Stream(0)
	for name, of := range map[string]func([]float64) float64{
		"Gini": Gini, "Entropy": Entropy, "InverseSimpson": InverseSimpson, "TopShare": TopShare,
		"CentralisationShares": CentralisationShares, "Variation": Variation,
	} {
		for range 50 {
			x := make([]float64, 2+draws.Int(9))
			for i := range x {
				x[i] = draws.Share()
			}
			before := of(x)
			for i := range x {
				x[i] *= 7
			}
			exact.Shuffle(draws, x)
			if after := of(x); !close(before, after, exactly) {
				t.Fatalf("%s: got %v, then %v", name, before, after)
			}
		}
	}
}

func ExampleGini() {
	fmt.Println(Gini([]float64{1, 0, 0, 0}))
	// Output: 0.75
}

// Example asks how one who leads alone differs from four who take turns.
func Example() {
	turns := []float64{
		1, 0, 0, 0,
		0, 1, 0, 0,
		0, 0, 1, 0,
		0, 0, 0, 1,
	}
	s := SplitOf(turns, 4, make([]float64, 4))
	fmt.Printf("sharing at one moment %.2f, rotation %.2f\n", s.Within, s.Between)
	// Output: sharing at one moment 0.00, rotation 1.39
}
