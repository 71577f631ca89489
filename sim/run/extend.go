package run

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
)

// maxCompared is how many points an extension compares one by one.
const maxCompared = 1 << 21

// Extend adds to an old plan what a new one has more: seeds, points, or whole
// experiments. All runs of the old plan keep their numbers, and their shards
// stay good. It is refused where results would change or points would go.
func Extend(old, fresh *Plan) (*Plan, error) {
	switch {
	case old.Engine != fresh.Engine:
		return nil, badInput("the sweep was begun by version %s and this is %s: results would mix", old.Engine, fresh.Engine)
	case !sameJSON([]any{old.Columns, old.Series, old.Every, old.Agents, old.BurnIn}, []any{fresh.Columns, fresh.Series, fresh.Every, fresh.Agents, fresh.BurnIn}):
		return nil, badInput("the measures differ, and an extension cannot change them")
	case old.Seeds.First != fresh.Seeds.First || old.Seeds.Spread != fresh.Seeds.Spread || !prefix(old.Seeds.List, fresh.Seeds.List):
		return nil, badInput("the seeds differ, and an extension can only add more at the end")
	}
	for _, name := range old.SourceNames() {
		text := old.Sources[name]
		if now, ok := fresh.Sources[name]; ok && now != text {
			return nil, badInput("%s has changed since the sweep began", name)
		}
	}
	before, now := old.Blocks[len(old.Blocks)-1].Replicates[1], fresh.Blocks[0].Replicates[1]
	if now < before {
		return nil, badInput("%d seeds are fewer than the %d of the sweep, and an extension only adds", now, before)
	}
	p := *old
	p.Title, p.Question, p.Leading, p.Seeds = fresh.Title, fresh.Question, fresh.Leading, fresh.Seeds
	p.Sources = map[string]string{}
	for _, from := range []*Plan{old, fresh} {
		maps.Copy(p.Sources, from.Sources)
	}
	p.Groups, p.Blocks = slices.Clone(old.Groups), slices.Clone(old.Blocks)
	added, err := newPoints(old, fresh)
	if err != nil {
		return nil, err
	}
	if now > before {
		p.Blocks = append(p.Blocks, Block{[2]int{0, len(old.Groups)}, [2]int64{before, now}, p.SourceNames()})
	}
	if len(added) > 0 {
		p.Groups = append(p.Groups, added...)
		p.Blocks = append(p.Blocks, Block{[2]int{len(old.Groups), len(p.Groups)}, [2]int64{0, now}, p.SourceNames()})
	}
	return &p, nil
}

func prefix(a, b []uint64) bool {
	return len(a) <= len(b) && slices.Equal(a, b[:len(a)]) && (a == nil) == (b == nil)
}

// newPoints are the points of a fresh plan that an old one lacks.
func newPoints(old, fresh *Plan) ([]Group, error) {
	if sameJSON(old.Groups, fresh.Groups) {
		return nil, nil
	}
	if old.Points() > maxCompared || fresh.Points() > maxCompared {
		return nil, badInput("a design of more than %d points can be extended by seeds only", maxCompared)
	}
	had := map[string]bool{}
	for i := range old.Points() {
		had[old.content(i)] = true
	}
	kept := map[string]bool{}
	var added []Group
	for _, g := range fresh.Groups {
		more := Group{Experiment: g.Experiment}
		for i := range g.size() {
			local := g.at(i)
			if name := g.Experiment.named(local); had[name] {
				kept[name] = true
				continue
			}
			if n := len(more.Points); n > 0 && more.Points[n-1][1] == local {
				more.Points[n-1][1]++
			} else {
				more.Points = append(more.Points, [2]int64{local, local + 1})
			}
		}
		if len(more.Points) > 0 {
			added = append(added, more)
		}
	}
	if gone := len(had) - len(kept); gone > 0 {
		return nil, badInput("%d of the sweep's %d points are not in the new design, and an extension only adds; take another directory", gone, len(had))
	}
	return added, nil
}

// content is a text that is the same for points of an experiment, in whichever
// plan, that set the same.
func (p *Plan) content(point int64) string {
	at := p.PointAt(point)
	return p.Groups[at.Group].Experiment.named(at.Local)
}

func (e *Experiment) named(i int64) string { return e.Name + "\x00" + e.content(i) }

// PointsOf are the points of the plan that set what those of another set, in the
// other's order: of what was asked for in a sweep that was extended. It panics
// where the plan lacks one.
func (p *Plan) PointsOf(asked *Plan) (points []int64) {
	at := map[string]int64{}
	for i := range p.Points() {
		at[p.content(i)] = i
	}
	for i := range asked.Points() {
		point, ok := at[asked.content(i)]
		if !ok {
			panic(fmt.Sprintf("run: no point sets what point %d of another plan sets", i))
		}
		points = append(points, point)
	}
	return points
}

// Replan puts an extended plan in the place of the directory's own. The caller
// holds the directory's lock.
func (s *Store) Replan(p *Plan) (*Store, error) {
	if err := publish(s.files, filepath.Join(s.Dir, PlanName), p.JSON()); err != nil {
		return nil, err
	}
	return s.With(p), nil
}

// With is the store as it would be under an extended plan; nothing is written.
func (s *Store) With(p *Plan) *Store { return newStore(s.files, s.Dir, p) }
