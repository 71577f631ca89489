package main

import (
	"fmt"
	"strings"

	"tutti/sim/run"
	"tutti/sim/stats"
)

// A moderator is a condition of which published studies disagree whether
// sharing gains or loses by it, with one way to produce each sign.
type moderator struct {
	name, dispute string
	ways          [2]way
}

// A way varies one key from lo to hi in a setting and follows how far the one
// pattern's output lies above the other's.
type way struct {
	words       string
	place       place
	sets        []run.Setting // in force at both ends
	low, high   []run.Setting
	shared, led string // patterns
}

func sets(kv ...any) []run.Setting {
	var s []run.Setting
	for k := 0; k < len(kv); k += 2 {
		s = append(s, run.Setting{Key: kv[k].(string), Value: kv[k+1]})
	}
	return s
}

// at is the middle of the map with another spread of expertise.
func at(spread float64) place {
	p := middle
	p.spread = spread
	return p
}

// people sets autonomy and openness of all four units.
func people(autonomy, openness float64) []run.Setting {
	var s []run.Setting
	for _, g := range []string{"a", "b", "c", "d"} {
		s = append(s, sets("group."+g+".autonomy", autonomy, "group."+g+".openness", openness)...)
	}
	return s
}

// overconfident lets confidence and expertise part.
func overconfident() []run.Setting {
	s := sets("influence.appraisal", 1.0)
	for _, g := range []string{"a", "b", "c", "d"} {
		s = append(s, sets("group."+g+".bias", run.Raw("{normal = [0, 0.4]}"))...)
	}
	return s
}

var moderators = []moderator{
	{"complexity", "sharing gains (Wang, Waldman & Zhang 2014) or loses (D'Innocenzo, Mathieu & Kukenberger 2016) as work grows more complex", [2]way{
		{"complexity as knowledge: what must be known is spread over more people, key `group.*.expertise`, from one expert to each unit its own domain", at(0), nil, nil, nil, "shared", "conducted"},
		{"complexity as load: each round and claim takes more time, keys `time.round` 0.015 to 0.06 and `time.claim` 0.0015 to 0.006", at(0.5), nil,
			sets("time.round", 0.015, "time.claim", 0.0015), sets("time.round", 0.06, "time.claim", 0.006), "shared", "conducted"},
	}},
	{"interdependence", "sharing gains (Nicolaides et al. 2014; Wu, Cormican & Chen 2020) or does not (D'Innocenzo, Mathieu & Kukenberger 2016) as work grows more interdependent", [2]way{
		{"`work.coordination` 0.25 to 4 where each unit knows its own domain and a chain of command passes word on level by level", at(1), nil,
			sets("work.coordination", 0.25), sets("work.coordination", 4.0), "shared", "hierarchical"},
		{"`work.coordination` 0.25 to 4 among people who follow whoever is in charge (`autonomy` 0.3, `openness` 0.9)", at(0.5), people(0.3, 0.9),
			sets("work.coordination", 0.25), sets("work.coordination", 4.0), "emergent", "conducted"},
	}},
	{"ambiguity", "ambiguity calls for those who know (the founding texts) or for a head (Greer, de Jong, Schouten & Dannals 2018)", [2]way{
		{"ambiguity of the task: `work.signal` 0.75 to 3, while people see who knows what, which is spread", at(1), nil,
			sets("work.signal", 0.75), sets("work.signal", 3.0), "emergent", "conducted"},
		{"ambiguity of the task: `work.signal` 0.75 to 3, while confidence passes for expertise (`influence.appraisal` 1, `bias` with sd 0.4) and the head knows most", at(0.2), overconfident(),
			sets("work.signal", 0.75), sets("work.signal", 3.0), "emergent", "conducted"},
	}},
}

// gain is, by seed, how far sharing lies above being led at the high end of a
// way, less the same at its low end; and the two leads.
func (w *way) gain(seeds int) (change, low, high []float64) {
	ends := [2]place{w.place, w.place}
	if w.low == nil { // the spread of expertise is no key of its own
		ends[0].spread, ends[1].spread = 0, 1
	}
	change, low, high = make([]float64, seeds), make([]float64, seeds), make([]float64, seeds)
	lead := func(end int, more []run.Setting, to []float64) {
		all := append(append([]run.Setting(nil), w.sets...), more...)
		a := read(ends[end].text(), append(all, run.Setting{Key: "pattern", Value: w.shared})...)
		b := read(ends[end].text(), append(all, run.Setting{Key: "pattern", Value: w.led})...)
		each(seeds, func(k int) { to[k] = live(a, uint64(k)).mean(output) - live(b, uint64(k)).mean(output) })
	}
	lead(0, w.low, low)
	lead(1, w.high, high)
	for k := range change {
		change[k] = high[k] - low[k]
	}
	return change, low, high
}

// contestedText is the part of the page on contested moderators.
func contestedText(seeds int) string {
	var b strings.Builder
	b.WriteString(`
## Contested moderators

Of three conditions the published studies disagree. None has a sign built in: what
decides is what the word stands for and among whom. Each line says how far the
lead in output of a sharing pattern over a led one changes from the low end of the
key to its high end (99 % intervals, paired).

| moderator | way | patterns | lead at the low end | at the high end | change |
| --- | --- | --- | ---: | ---: | --- |
`)
	for _, m := range moderators {
		for _, w := range m.ways {
			change, low, high := w.gain(seeds)
			fmt.Fprintf(&b, "| %s | %s | %s over %s | %s | %s | %s |\n", m.name, w.words, w.shared, w.led,
				signed(stats.Mean(low)), signed(stats.Mean(high)), interval(stats.Mean(change), stats.MeanInterval(change, 0.99)))
		}
	}
	b.WriteString("\n")
	for _, m := range moderators {
		fmt.Fprintf(&b, "- %s: %s.\n", m.name, m.dispute)
	}
	return b.String()
}
