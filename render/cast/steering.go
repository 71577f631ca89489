package cast

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tutti/render/play"
	"tutti/sim/keys"
	"tutti/sim/solo"
)

// A knob is a number of an organisation that can be set while it runs.
type knob struct {
	name, doc, key string
	hi             float64 // of the slider, unless the value is higher; it begins at 0
	whole          bool
}

// knobs are those offered; work that lacks one does not offer it.
var knobs = []knob{
	{"Rounds of influence", "How often plans are talked over in a cycle", "pattern.rounds", 6, true},
	{"Reflection", "Chance a cycle that an agent revises trust, expertise and identity", "pattern.reflection", 1, false},
	{"Turbulence", "How fast what is right drifts", "work.turbulence", 1, false},
	{"Need to agree", "What disagreement costs", "work.coordination", 5, false},
	{"Trust grows", "Rate at which trust rises after better than expected", "reflection.trust_up", 1, false},
	{"Trust falls", "Rate at which trust falls after worse than expected", "reflection.trust_down", 1, false},
}

// Steering offers the levers, the patterns and the events of an organisation.
func (o *organisation) Steering() play.Steering {
	var s play.Steering
	next := o.Cycle() + 1
	lever := func(k knob, v, own float64) {
		v = asked(o.live, next, k.key, v)
		s.Levers = append(s.Levers, play.Lever{Name: k.name, Doc: k.doc, Key: k.key, Hi: max(k.hi, v), Value: v, Own: own, Whole: k.whole,
			TOML: func(x float64) string { return set(k.key, number(x, k.whole)) }})
	}
	for _, k := range knobs {
		if v, ok := o.m.InForce(k.key); ok {
			lever(k, v, o.own[k.key])
		}
	}
	lever(knob{"Autonomy", "Weight on one's own judgement: the mean, and what it is set to for everyone", "autonomy", 1, false}, mean(o.m.Org.Autonomy), math.NaN())
	lever(knob{"Openness", "Readiness to be moved: the mean, and what it is set to for everyone", "openness", 1, false}, mean(o.m.Org.Openness), math.NaN())
	if len(o.patterns) > 0 {
		at := slices.Index(o.patterns, o.m.Pattern().Name)
		s.Choices = append(s.Choices, play.Choice{Name: "Pattern", Doc: "Another pattern of leadership, in place from the next cycle", Key: "pattern", Options: o.patterns,
			Chosen: int(asked(o.live, next, "pattern", float64(at))), Own: slices.Index(o.patterns, o.begun),
			TOML: func(k int) string { return fmt.Sprintf("kind = \"pattern\"\npattern = %q", o.patterns[k]) }})
	}
	o.actions(&s)
	return s
}

// asked is what a key is set to from a cycle on: by hand, or as it is now.
func asked(live []play.Intervention, cycle int, key string, now float64) float64 {
	for _, v := range live {
		if v.Key == key && v.Cycle == cycle {
			now = v.Value
		}
	}
	return now
}

// set is an event that sets a key.
func set(key, value string) string {
	return fmt.Sprintf("kind = \"set\"\nkey = %q\nvalue = %s", key, value)
}

func number(x float64, whole bool) string {
	if whole {
		x = math.Round(x)
	}
	return solo.TOML(x)
}

// anotherSeed begins the session anew by the luck of another draw.
func anotherSeed(seed uint64) play.Action {
	return play.Action{Name: "Another seed", Doc: fmt.Sprintf("Begin anew with other random numbers; this is seed %d", seed), Key: "seed", Begins: true,
		TOML: func(int) string { return fmt.Sprintf("seed = %d", seed+1) }}
}

// actions are the events that can be sent.
func (o *organisation) actions(s *play.Steering) {
	send := func(name, doc string, agent bool, toml func(i int) string) {
		s.Actions = append(s.Actions, play.Action{Name: name, Doc: doc, Agent: agent, TOML: toml})
	}
	send("Shock", "What is right jumps in every domain", false, func(int) string { return "kind = \"shock\"\nsize = 2" })
	send("Leader falls ill", "Who has moved others most of late is away for 20 cycles", false, func(int) string {
		return "kind = \"absence\"\npick = \"leader\"\ncount = 1\ncycles = 20"
	})
	send("This one falls ill", "The chosen agent is away for 20 cycles", true, func(i int) string {
		if i >= o.m.Spec.Agents() {
			return "" // a file names only those of the beginning
		}
		return fmt.Sprintf("kind = \"absence\"\nwho = [%q]\ncycles = 20", o.nameOf(i))
	})
	send("A newcomer", "Someone joins the group of the chosen agent, or the first", false, func(i int) string {
		return fmt.Sprintf("kind = \"join\"\ngroup = %q\ncount = 1", o.groupOf(i))
	})
	s.Actions = append(s.Actions, anotherSeed(o.m.Seed))
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return math.Round(sum/float64(max(len(v), 1))*100) / 100
}

// Steering offers the parameters of a published model: those by which it lives
// take effect at once, those that shape its beginning begin it anew.
func (p *published) Steering() play.Steering {
	var s play.Steering
	next := p.Cycle() + 1
	for _, e := range p.scenario.Parameters() {
		own, ok := numeric(e)
		if !ok {
			p.choose(&s, e, next)
			continue
		}
		l := play.Lever{Name: title(e.Path), Doc: e.Doc, Brief: true, Key: e.Path, Whole: e.Type == keys.TypeCount, Begins: p.begins(e)}
		l.Value = p.value(e.Path, own, next)
		l.Own = own
		if v, ok := p.began[e.Path].(float64); ok {
			l.Own = v
		}
		l.Lo, l.Hi = reach(e, max(own, l.Value))
		l.TOML = func(x float64) string { return p.toml(l.Key, l.Begins, number(x, l.Whole)) }
		s.Levers = append(s.Levers, l)
	}
	slices.SortStableFunc(s.Levers, func(a, b play.Lever) int { return rank(a.Begins) - rank(b.Begins) })
	slices.SortStableFunc(s.Choices, func(a, b play.Choice) int { return rank(a.Begins) - rank(b.Begins) })
	s.Actions = append(s.Actions, anotherSeed(p.scenario.Seed))
	return s
}

func rank(begins bool) int {
	if begins {
		return 1
	}
	return 0
}

// choose offers a parameter that is one of several words.
func (p *published) choose(s *play.Steering, e keys.Entry, next int) {
	if len(e.Options) < 2 {
		return
	}
	own, _ := e.Value.(string)
	began := own
	if v, ok := p.began[e.Path].(string); ok {
		began = v
	}
	c := play.Choice{Name: title(e.Path), Doc: e.Doc, Key: e.Path, Options: e.Options, Begins: p.begins(e), Own: slices.Index(e.Options, began)}
	if v, ok := p.InForce(e.Path); ok {
		own = fmt.Sprint(v)
	}
	c.Chosen = int(asked(p.live, next, e.Path, float64(slices.Index(e.Options, own))))
	c.TOML = func(k int) string { return p.toml(c.Key, c.Begins, solo.TOML(c.Options[k])) }
	s.Choices = append(s.Choices, c)
}

// toml is what an intervention writes for a parameter.
func (p *published) toml(key string, begins bool, value string) string {
	if begins {
		return key + " = " + value
	}
	return set(key, value)
}

// value is what a parameter is in the next cycle.
func (p *published) value(key string, own float64, next int) float64 {
	if v, ok := p.InForce(key); ok {
		if x, ok := v.(float64); ok {
			own = x
		}
	}
	return asked(p.live, next, key, own)
}

// begins says whether a parameter shapes how the model begins. It is found out
// once a session, by trying.
func (p *published) begins(e keys.Entry) bool {
	if b, known := p.shapes[e.Path]; known {
		return b
	}
	b := true
	for _, v := range others(e) {
		if shapes, err := p.scenario.Begins(e.Path, v); err == nil {
			if b = shapes; b {
				break
			}
		}
	}
	p.shapes[e.Path] = b
	return b
}

// others are values near the one that a parameter has.
func others(e keys.Entry) (out []any) {
	if x, ok := numeric(e); ok {
		if e.Type == keys.TypeCount {
			return []any{x + 1, x - 1}
		}
		return []any{x + 0.1, x - 0.1, x * 0.5, x * 1.5}
	}
	for _, o := range e.Options {
		if o != e.Value {
			out = append(out, o)
		}
	}
	return out
}

// numeric is the number that a parameter is, where it is one.
func numeric(e keys.Entry) (float64, bool) {
	switch v := e.Value.(type) {
	case float64:
		return v, e.Type == keys.TypeShare || e.Type == keys.TypeNumber
	case int:
		return float64(v), e.Type == keys.TypeCount
	case int64:
		return float64(v), e.Type == keys.TypeCount
	}
	return 0, false
}

// reach is the range of a slider: all that the parameter may be, or, where that
// is far more, about twice what it is.
func reach(e keys.Entry, x float64) (lo, hi float64) {
	lo, hi = e.Lo, e.Hi
	far := max(2*math.Abs(x), 1)
	if e.Type == keys.TypeCount {
		far = max(far, 10)
	}
	if hi > 5*far {
		hi = far
	}
	if lo < -5*far {
		lo = -far
	}
	if lo > 0 && lo < 1e-9 { // above 0
		lo = hi / 100
	}
	return lo, hi
}

// title is the name of a parameter as a reader sees it.
func title(path string) string {
	return strings.NewReplacer("parameters.", "", "_", " ", ".", " ").Replace(path)
}
