package run

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"sync"
	"time"

	"tutti/sim/table"
	"tutti/sim/table/parquet"
)

// ErrIncomplete is what Merge returns when shards are missing.
var ErrIncomplete = errors.New("not all runs are done")

// Adopt copies shards that other directories hold of the same plan and this
// one lacks. Several machines may so share the work without sharing a disk.
func (s *Store) Adopt(dirs ...string) error {
	for _, dir := range dirs {
		other, err := Open(s.files, dir)
		if err != nil {
			return err
		}
		if other.Plan.ID() != s.Plan.ID() {
			return badInput("%s: holds another plan than %s", dir, s.Dir)
		}
		for n := range s.Plan.Shards() {
			sh := s.Plan.shardAt(n)
			theirs, err := other.read(sh)
			if err != nil {
				continue // what is missing or damaged there is not brought here
			}
			if err := s.publish(sh, theirs); err != nil {
				return err
			}
		}
	}
	return nil
}

// Merged says what Merge wrote.
type Merged struct {
	Runs, Failed int64
	Files        []MergedFile
}

// MergedFile is one file of results.
type MergedFile struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
}

// MergeHow says what Merge writes.
type MergeHow struct {
	CSV     bool // write CSV beside Parquet
	Partial bool // merge what is there
}

// Merge writes the tables of the whole sweep and their manifest. They are
// functions of the plan alone, byte for byte. With shards missing it returns
// ErrIncomplete and changes nothing, unless a partial look is asked for, whose
// files carry "partial" in their names.
func (s *Store) Merge(ctx context.Context, how MergeHow) (Merged, error) {
	m := &merger{store: s, plan: s.Plan, ctx: ctx, how: how}
	if !how.Partial {
		if err := m.complete(); err != nil {
			return Merged{}, err
		}
	}
	for _, write := range []func() error{m.runs, m.companions, m.points, m.manifest} {
		if err := write(); err != nil {
			return Merged{}, err
		}
	}
	return m.out, m.tidy()
}

// abandoned is how long before a merge an unfinished shard was written last that
// no worker will finish: one is written in seconds. Workers on other machines
// hold no lock.
const abandoned = 24 * time.Hour

// tidy removes what killed processes left: in the directory itself, which the
// merger holds alone, all; among the shards what is old by the clock of the file
// system, which also dated the manifest just now.
func (m *merger) tidy() error {
	if err := removeTemps(m.store.files, m.store.Dir, func(os.DirEntry) bool { return true }); err != nil {
		return err
	}
	now, err := os.Stat(filepath.Join(m.store.Dir, m.manifestName()))
	if err != nil {
		return err
	}
	return removeTemps(m.store.files, filepath.Join(m.store.Dir, "shards"), func(e os.DirEntry) bool {
		info, err := e.Info()
		return err == nil && now.ModTime().Sub(info.ModTime()) > abandoned
	})
}

type merger struct {
	store *Store
	plan  *Plan
	ctx   context.Context
	how   MergeHow
	out   Merged
	first []moments // of the first points, summed up while the runs are written
}

// complete wants every shard's file to be there; whether it is whole is seen
// when it is read.
func (m *merger) complete() error {
	missing := int64(0)
	for n := range m.plan.Shards() {
		if _, err := os.Stat(m.store.shardName(n, "")); errors.Is(err, fs.ErrNotExist) {
			missing++
		}
	}
	if missing > 0 {
		return fmt.Errorf("%s: %w: %d of %d shards are missing; go on with: tutti sweep %s", m.store.Dir, ErrIncomplete, missing, m.plan.Shards(), Quote(m.store.Dir))
	}
	return nil
}

// formats are those that every table is written in.
func (m *merger) formats() []table.Format {
	if m.how.CSV {
		return []table.Format{parquet.Format, table.CSV}
	}
	return []table.Format{parquet.Format}
}

// write publishes one table in every format; rows calls add with its pieces.
func (m *merger) write(name string, head *table.Table, rows func(add func(*table.Table) error) error) error {
	if m.how.Partial {
		name += ".partial"
	}
	formats := m.formats()
	files := make([]MergedFile, len(formats))
	for i, format := range formats {
		files[i].Name = name + format.Ext
	}
	if err := m.into(files, formats, head, nil, rows); err != nil {
		return err
	}
	if !m.how.CSV { // an older one would tell of another state of the sweep
		if err := m.store.files.Remove(filepath.Join(m.store.Dir, name+table.CSV.Ext)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	m.out.Files = append(m.out.Files, files...)
	return nil
}

// into opens the files one within the other and hands the rows to all of them
// at once, so that shards are read but once.
func (m *merger) into(files []MergedFile, formats []table.Format, head *table.Table, open []table.Writer, rows func(add func(*table.Table) error) error) error {
	if len(files) == 0 {
		return rows(func(t *table.Table) error { return writeAll(open, t) })
	}
	file := &files[0]
	return publishWith(m.store.files, filepath.Join(m.store.Dir, file.Name), func(w io.Writer) error {
		sum := sha256.New()
		out := formats[0].Open(io.MultiWriter(w, sum), head)
		counted := func(add func(*table.Table) error) error {
			return rows(func(t *table.Table) error {
				file.Rows += int64(t.Len())
				return add(t)
			})
		}
		if err := m.into(files[1:], formats[1:], head, append(open, out), counted); err != nil {
			return err
		}
		if err := out.Close(); err != nil {
			return err
		}
		file.SHA256 = hex.EncodeToString(sum.Sum(nil))
		return nil
	})
}

// writeAll writes a table to all writers side by side.
func writeAll(open []table.Writer, t *table.Table) error {
	errs := make([]error, len(open))
	var wait sync.WaitGroup
	for i, out := range open {
		wait.Go(func() { errs[i] = out.Write(t) })
	}
	wait.Wait()
	return errors.Join(errs...)
}

// each calls do with every shard's runs in order.
func (m *merger) each(do func(sh shard, runs *table.Table) error) error {
	return m.eachOf(func(shard) bool { return true }, do)
}

// eachOf is each for the shards that are wanted.
func (m *merger) eachOf(wanted func(shard) bool, do func(sh shard, runs *table.Table) error) error {
	for n := range m.plan.Shards() {
		if m.ctx.Err() != nil {
			return m.ctx.Err()
		}
		sh := m.plan.shardAt(n)
		if !wanted(sh) {
			continue
		}
		runs, err := m.store.readRuns(sh)
		if err != nil && m.how.Partial {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w: shard %d: %v; compute it again with: tutti sweep %s", m.store.Dir, ErrIncomplete, n, err, Quote(m.store.Dir))
		}
		if err := do(sh, runs); err != nil {
			return err
		}
	}
	return nil
}

// MergedColumns are the columns of the table of runs.
func (p *Plan) MergedColumns() []table.Column {
	columns := []table.Column{
		table.Count("run", "1", "number of the run, from 0").As(table.Run),
		table.Count("point", "1", "number of the design's point, from 0"),
		table.Count("replicate", "1", "number of the seed, from 0"),
		table.Count("seed", "1", "seed of the run"),
	}
	columns = append(columns, p.FactorColumns()...)
	columns = append(columns,
		table.Label("status", "ok, or failed"),
		table.Label("error", "why the run failed; empty when it did not"),
		table.Label("reproduce", "command that does a failed run again"))
	return append(columns, p.RunColumns()[3:]...)
}

// facts describe the whole sweep in a file's metadata.
func (p *Plan) facts() []table.Pair {
	return []table.Pair{{Key: "title", Value: p.Title}, {Key: "engine", Value: "tutti " + p.Engine}}
}

// runs writes the table of runs.
func (m *merger) runs() error {
	head := table.New(m.plan.MergedColumns()...)
	head.Facts = m.plan.facts()
	factors := m.plan.FactorColumns()
	m.first = m.noMoments(min(m.pointsAtOnce(), m.plan.Points()))
	return m.write("runs", head, func(add func(*table.Table) error) error {
		return m.each(func(_ shard, runs *table.Table) error {
			m.out.Runs += int64(runs.Len())
			m.out.Failed += countFailed(runs)
			m.plan.sumUp(m.first, 0, runs)
			return add(m.plan.full(head, factors, runs))
		})
	})
}

// full adds to the runs of a shard what the plan knows of them.
func (p *Plan) full(head *table.Table, factors []table.Column, runs *table.Table) *table.Table {
	out := head.Like()
	out.Grow(runs.Len())
	numbers := runs.Numbers("run")
	status, errs, digests := runs.Texts("status"), runs.Texts("error"), runs.Texts("digest")
	for row := range runs.Len() {
		at := p.At(int64(numbers[row]))
		texts, values := p.FactorCells(factors, at)
		again := ""
		if status[row] != "ok" {
			again = p.Command(at)
		}
		values = append([]float64{float64(at.Run), float64(at.Point), float64(at.Replicate), float64(p.SeedOf(at))}, values...)
		values = append(values, runs.Number(row, 3))
		for i := 5; i < len(runs.Columns); i++ {
			values = append(values, runs.Number(row, i))
		}
		out.AppendRow(append(texts, status[row], errs[row], again, digests[row]), values...)
	}
	return out
}

// companions writes the series and the agents, when the plan has them.
func (m *merger) companions() error {
	for _, kind := range m.plan.companions() {
		head := table.New(m.plan.companionColumns(kind)...)
		head.Facts = m.plan.facts()
		err := m.write(kind, head, func(add func(*table.Table) error) error {
			return m.each(func(sh shard, runs *table.Table) error {
				t, err := m.store.readOther(sh, runs, kind)
				if err != nil && m.how.Partial {
					return nil
				}
				if err != nil {
					return fmt.Errorf("%s: %w: %s of shard %d: %v", m.store.Dir, ErrIncomplete, kind, sh.number, err)
				}
				return add(t)
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// maxPointCells bounds the memory for the table of points [numbers]; a design
// of more points is summed up in several passes.
const maxPointCells = 4 << 20

// points writes one row a point: how many runs, how many failed, and mean and
// standard deviation (n−1) of every measure over those that did not fail.
func (m *merger) points() error {
	factors := m.plan.FactorColumns()
	columns := []table.Column{table.Count("point", "1", "number of the design's point, from 0").As(table.Run)}
	columns = append(columns, factors...)
	columns = append(columns, table.Count("runs", "1", "runs that did not fail"), table.Count("failed", "1", "runs that failed"))
	for _, x := range m.plan.Columns {
		mean, sd := x.Column(), table.Number(x.Name+"_sd", x.Unit, "standard deviation of "+x.Name)
		mean.Name, mean.Kind = x.Name+"_mean", table.Real
		mean.Doc = "mean of " + x.Name
		columns = append(columns, mean, sd)
	}
	head := table.New(columns...)
	head.Facts = m.plan.facts()
	step, total := m.pointsAtOnce(), m.plan.Points()
	return m.write("points", head, func(add func(*table.Table) error) error {
		for from := int64(0); from < total; from += step {
			sums, err := m.first, error(nil)
			if from > 0 {
				sums, err = m.sums(from, min(from+step, total))
			}
			if err != nil {
				return err
			}
			if err := add(m.pointRows(head, factors, from, sums)); err != nil {
				return err
			}
		}
		return nil
	})
}

// moments are running means and sums of squares (Welford), one a measure.
type moments struct {
	ok, failed int64
	n          []int64
	mean, m2   []float64
}

// pointsAtOnce is how many points are summed up in one pass.
func (m *merger) pointsAtOnce() int64 {
	return max(1, int64(maxPointCells/(4*(len(m.plan.Columns)+1))))
}

// noMoments are the sums of n points before any run.
func (m *merger) noMoments(n int64) []moments {
	k := len(m.plan.Columns)
	sums := make([]moments, n)
	for i := range sums {
		sums[i] = moments{n: make([]int64, k), mean: make([]float64, k), m2: make([]float64, k)}
	}
	return sums
}

// sums sums up the runs of points from..to−1, in order of their numbers.
func (m *merger) sums(from, to int64) ([]moments, error) {
	sums := m.noMoments(to - from)
	wanted := func(sh shard) bool { return m.plan.touches(sh, from, to) }
	err := m.eachOf(wanted, func(_ shard, runs *table.Table) error {
		m.plan.sumUp(sums, from, runs)
		return nil
	})
	return sums, err
}

// sumUp adds those runs of a shard whose points are among the sums; the first
// of the sums is of point from.
func (p *Plan) sumUp(sums []moments, from int64, runs *table.Table) {
	status := runs.Texts("status")
	for row, x := range runs.Numbers("run") {
		at := p.At(int64(x)).Point - from
		if at < 0 || at >= int64(len(sums)) {
			continue
		}
		s := &sums[at]
		if status[row] != "ok" {
			s.failed++
			continue
		}
		s.ok++
		for i := range p.Columns {
			s.add(i, runs.Number(row, 5+i))
		}
	}
}

func (s *moments) add(i int, x float64) {
	if table.Missing(x) {
		return
	}
	s.n[i]++
	d := x - s.mean[i]
	s.mean[i] += d / float64(s.n[i])
	s.m2[i] += float64(d * (x - s.mean[i]))
}

func (m *merger) pointRows(head *table.Table, factors []table.Column, from int64, sums []moments) *table.Table {
	t := head.Like()
	t.Grow(len(sums))
	for i, s := range sums {
		at := m.plan.PointAt(from + int64(i))
		texts, cells := m.plan.FactorCells(factors, at)
		numbers := append([]float64{float64(at.Point)}, cells...)
		numbers = append(numbers, float64(s.ok), float64(s.failed))
		for k := range m.plan.Columns {
			mean, sd := math.NaN(), math.NaN()
			if s.n[k] > 0 {
				mean = s.mean[k]
			}
			if s.n[k] > 1 {
				sd = math.Sqrt(s.m2[k] / float64(s.n[k]-1))
			}
			numbers = append(numbers, mean, sd)
		}
		t.AppendRow(texts, numbers...)
	}
	return t
}

func (m *merger) manifestName() string {
	if m.how.Partial {
		return "manifest.partial.json"
	}
	return "manifest.json"
}

// manifest writes what was merged and from what.
func (m *merger) manifest() error {
	text := marshal(map[string]any{
		"plan": m.plan.ID(), "engine": m.plan.Engine, "title": m.plan.Title, "seeds": m.plan.Seeds,
		"scenarios": m.sources(), "runs": m.out.Runs, "failed": m.out.Failed, "points": m.plan.Points(),
		"complete": m.out.Runs == m.plan.Runs(), "files": m.out.Files, "design": m.plan.Groups, "measures": m.plan.Columns,
	}, " ")
	return publish(m.store.files, filepath.Join(m.store.Dir, m.manifestName()), text)
}

// sources are the digests of the scenario files; their text is in the plan.
func (m *merger) sources() map[string]string {
	out := map[string]string{}
	for name, text := range m.plan.Sources {
		out[name] = hash([]byte(text))
	}
	return out
}
