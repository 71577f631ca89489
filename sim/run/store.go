package run

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tutti/sim/table"
	"tutti/sim/table/parquet"
)

// ErrInput marks what the user has to put right: another design's directory,
// a damaged plan. Nothing was started or overwritten.
var ErrInput = errors.New("input")

// inputError is an error of the user's with its own text.
type inputError struct{ text string }

func (e inputError) Error() string        { return e.text }
func (e inputError) Is(target error) bool { return target == ErrInput }

func badInput(format string, args ...any) error { return inputError{fmt.Sprintf(format, args...)} }

// A Store is a sweep's directory.
type Store struct {
	Dir  string
	Plan *Plan

	files Files
	ids   []string // of the plan's blocks
}

// PlanName is the file that makes a directory a sweep.
const PlanName = "plan.json"

// Create makes dir the store of a plan. A directory that holds the same plan
// is opened again; one that holds another plan, or other files, is refused.
func Create(files Files, dir string, plan *Plan) (*Store, error) {
	name := filepath.Join(dir, PlanName)
	switch found, err := os.ReadFile(name); {
	case err == nil:
		if !bytes.Equal(found, plan.JSON()) {
			return nil, otherPlan(dir, found, plan)
		}
	case errors.Is(err, fs.ErrNotExist):
		if err := emptyEnough(dir); err != nil {
			return nil, err
		}
		for _, d := range []string{dir, filepath.Join(dir, "shards"), filepath.Join(dir, "log")} {
			if err := makeDir(files, d); err != nil {
				return nil, writeError(d, err)
			}
		}
		if err := publish(files, name, plan.JSON()); err != nil {
			return nil, err
		}
	default:
		return nil, badInput("%s: cannot be read: %v", name, err)
	}
	return newStore(files, dir, plan), nil
}

func newStore(files Files, dir string, plan *Plan) *Store {
	s := &Store{Dir: dir, Plan: plan, files: files}
	for b := range plan.Blocks {
		s.ids = append(s.ids, plan.BlockID(b))
	}
	return s
}

// emptyEnough refuses a directory in which somebody else's files lie. What a
// killed first attempt leaves is no reason.
func emptyEnough(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return badInput("%s: cannot be used as the sweep's directory: %v", dir, err)
	}
	for _, e := range entries {
		if n := e.Name(); n != "lock" && n != "shards" && n != "log" && !strings.HasPrefix(n, tempPrefix) {
			return badInput("%s: holds %s and no sweep; want a new or an empty directory", dir, n)
		}
	}
	return nil
}

// otherPlan says in one line how the directory's plan differs.
func otherPlan(dir string, found []byte, want *Plan) error {
	old, err := ReadPlan(found)
	switch {
	case err != nil:
		return badInput("%s: %v; move it away to begin anew", filepath.Join(dir, PlanName), err)
	case old.Engine != want.Engine:
		return badInput("%s: was begun by version %s and this is %s: results would mix; use version %s, or another directory", dir, old.Engine, want.Engine, old.Engine)
	}
	return badInput("%s: holds the sweep of another design (%s); give another --out, or --extend to add seeds or points and keep what is done", dir, differs(old, want))
}

// differs says in which part two plans differ, the first one.
func differs(a, b *Plan) string {
	for _, part := range []struct {
		name string
		of   func(p *Plan) any
	}{
		{"a scenario file differs", func(p *Plan) any { return p.Sources }},
		{"the measures differ", func(p *Plan) any { return []any{p.Columns, p.Series, p.Every, p.Agents, p.BurnIn} }},
		{"the number of seeds differs", func(p *Plan) any { return []any{p.Seeds, p.replicates()} }},
		{"the points differ", func(p *Plan) any { return p.Groups }},
		{"the title differs", func(p *Plan) any { return []any{p.Title, p.Question} }},
	} {
		if !sameJSON(part.of(a), part.of(b)) {
			return part.name
		}
	}
	return "the layout differs"
}

// replicates are the ranges of replicates of the plan's blocks.
func (p *Plan) replicates() (out [][2]int64) {
	for _, b := range p.Blocks {
		out = append(out, b.Replicates)
	}
	return out
}

// Open opens the sweep in dir.
func Open(files Files, dir string) (*Store, error) {
	text, err := os.ReadFile(filepath.Join(dir, PlanName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, badInput("%s: holds no sweep (there is no %s)", dir, PlanName)
	}
	if err != nil {
		return nil, badInput("%s: %v", dir, err)
	}
	plan, err := ReadPlan(text)
	if err != nil {
		return nil, badInput("%s: %v", filepath.Join(dir, PlanName), err)
	}
	return newStore(files, dir, plan), nil
}

// IsStore says whether dir holds a sweep.
func IsStore(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, PlanName))
	return err == nil
}

// shardName is the file of a shard's table: "" for runs, or series, agents.
func (s *Store) shardName(n int64, kind string) string {
	if kind != "" {
		kind = "." + kind
	}
	return filepath.Join(s.Dir, "shards", fmt.Sprintf("%06d%s.parquet", n, kind))
}

// The tables that a shard may hold beside its runs.
const (
	seriesTable = "series"
	agentsTable = "agents"
)

// companions are the names of the tables that the plan asks for beside runs.
func (p *Plan) companions() (names []string) {
	if p.Every > 0 {
		names = append(names, seriesTable)
	}
	if len(p.Agents) > 0 {
		names = append(names, agentsTable)
	}
	return names
}

func (p *Plan) companionColumns(kind string) []table.Column {
	if kind == seriesTable {
		return p.SeriesColumns()
	}
	return p.AgentColumns()
}

// Batch is the content of one shard.
type Batch struct {
	Runs  *table.Table
	Other map[string]*table.Table // by name of companion
}

// newBatch is an empty shard.
func (p *Plan) newBatch() Batch {
	b := Batch{Runs: table.New(p.RunColumns()...), Other: map[string]*table.Table{}}
	for _, kind := range p.companions() {
		b.Other[kind] = table.New(p.companionColumns(kind)...)
	}
	return b
}

// add books what run k left.
func (b Batch) add(k int64, r Result, err error, measures int) {
	status, text := "ok", ""
	if err != nil {
		status, text = "failed", errorText(err)
		r = Result{}
	}
	numbers := make([]float64, 2+measures)
	numbers[0], numbers[1] = float64(k), float64(r.Cycles)
	for i := range measures {
		numbers[2+i] = math.NaN()
		if i < len(r.Values) {
			numbers[2+i] = r.Values[i]
		}
	}
	b.Runs.AppendRow([]string{status, text, r.Digest}, numbers...)
	if t := b.Other[seriesTable]; t != nil && r.Series != nil {
		prepend(t, k, r.Series)
	}
	if t := b.Other[agentsTable]; t != nil && r.Agents != nil {
		prepend(t, k, r.Agents)
	}
}

// prepend appends the rows of u to t, whose first column is the run.
func prepend(t *table.Table, k int64, u *table.Table) {
	var texts []string
	var numbers []float64
	for row := range u.Len() {
		texts, numbers = texts[:0], append(numbers[:0], float64(k))
		for i, c := range u.Columns {
			if c.Kind == table.Text {
				texts = append(texts, u.Text(row, i))
			} else {
				numbers = append(numbers, u.Number(row, i))
			}
		}
		t.AppendRow(texts, numbers...)
	}
}

// checksum is a SHA-256 over the names and values of a table: unlike the
// file's own, it does not depend on the Parquet library.
func checksum(t *table.Table) string {
	h := sha256.New()
	var word [8]byte
	put := func(x uint64) { binary.LittleEndian.PutUint64(word[:], x); h.Write(word[:]) }
	put(uint64(t.Len()))
	for i, c := range t.Columns {
		put(uint64(len(c.Name)))
		io.WriteString(h, c.Name)
		for row := range t.Len() {
			if c.Kind == table.Text {
				put(uint64(len(t.Text(row, i))))
				io.WriteString(h, t.Text(row, i))
				continue
			}
			x := t.Number(row, i)
			if table.Missing(x) {
				x = math.NaN()
			}
			put(math.Float64bits(x))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// facts are what a shard's file says of itself.
const (
	factFile     = "tutti.file"     // seal and SHA-256 of the file itself
	factBlock    = "tutti.block"    // BlockID
	factShard    = "tutti.shard"    // number
	factChecksum = "tutti.checksum" // of the rows
)

// encode makes the bytes of one table of a shard.
func (s *Store) encode(sh shard, t *table.Table, more ...table.Pair) ([]byte, error) {
	t.Facts = append([]table.Pair{
		{Key: factBlock, Value: s.ids[sh.block]},
		{Key: factShard, Value: strconv.FormatInt(sh.number, 10)},
		{Key: factChecksum, Value: checksum(t)},
		{Key: factFile, Value: sealMark + noSeal},
	}, more...)
	var b bytes.Buffer
	if err := parquet.Format.Write(&b, t); err != nil {
		return nil, err
	}
	return sealed(b.Bytes())
}

// A file's seal is a SHA-256 of all its bytes, standing among its own facts
// and taken with zeros in its place. It is checked before the Parquet library
// sees the file, because that trusts the lengths it finds and can be made to
// ask for more memory than there is.
const (
	sealMark = "seal:"
	sealSize = 2 * sha256.Size
)

var noSeal = strings.Repeat("0", sealSize)

// sealAt finds the seal of a file; −1 when there is none.
func sealAt(content []byte) int {
	at := bytes.LastIndex(content, []byte(sealMark))
	if at < 0 || at+len(sealMark)+sealSize > len(content) {
		return -1
	}
	return at + len(sealMark)
}

// sealed puts the seal into a file that has room for it.
func sealed(content []byte) ([]byte, error) {
	at := sealAt(content)
	if at < 0 || string(content[at:at+sealSize]) != noSeal {
		return nil, fmt.Errorf("run: a shard without room for its seal")
	}
	copy(content[at:], hash(content))
	return content, nil
}

// intact says whether a file's seal is that of its bytes.
func intact(content []byte) bool {
	at := sealAt(content)
	if at < 0 {
		return false
	}
	h := sha256.New()
	h.Write(content[:at])
	io.WriteString(h, noSeal)
	h.Write(content[at+sealSize:])
	return hex.EncodeToString(h.Sum(nil)) == string(content[at:at+sealSize])
}

// decode reads the bytes of one table of a shard and checks all that can be
// checked: the file's form, its checksum, that it belongs here.
func (s *Store) decode(sh shard, columns []table.Column, content []byte) (*table.Table, error) {
	if !intact(content) {
		return nil, fmt.Errorf("damaged: its seal is broken")
	}
	t, err := parquet.Read(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	switch {
	case t.Fact(factBlock) != s.ids[sh.block] || t.Fact(factShard) != strconv.FormatInt(sh.number, 10):
		return nil, fmt.Errorf("belongs to another plan or place")
	case !table.SameColumns(t.Columns, columns):
		return nil, fmt.Errorf("has other columns than the plan")
	case t.Fact(factChecksum) != checksum(t):
		return nil, fmt.Errorf("damaged: its checksum differs")
	}
	return t, nil
}

// publish makes a shard durable: companions first, its runs last, since the
// runs make it count. Publishing the same again changes nothing; publishing
// something else is an error, because it means that a run is not a function of
// its number.
func (s *Store) publish(sh shard, b Batch) error {
	var sums []table.Pair
	for _, kind := range s.Plan.companions() {
		content, err := s.encode(sh, b.Other[kind])
		if err != nil {
			return err
		}
		sums = append(sums, table.Pair{Key: "tutti." + kind, Value: b.Other[kind].Fact(factChecksum)})
		if err := publish(s.files, s.shardName(sh.number, kind), content); err != nil {
			return err
		}
	}
	content, err := s.encode(sh, b.Runs, sums...)
	if err != nil {
		return err
	}
	name := s.shardName(sh.number, "")
	if old, err := s.files.ReadFile(name); err == nil && !bytes.Equal(old, content) {
		if _, err := s.decode(sh, s.Plan.RunColumns(), old); err == nil {
			return fmt.Errorf("%s: was computed twice with different results: a run is not a function of its number, or two builds were mixed", name)
		}
	}
	return publish(s.files, name, content)
}

// errMissing says that a shard has not been published.
var errMissing = errors.New("missing")

// readRuns reads and checks the runs of a shard.
func (s *Store) readRuns(sh shard) (*table.Table, error) {
	content, err := s.files.ReadFile(s.shardName(sh.number, ""))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errMissing
	}
	if err != nil {
		return nil, err
	}
	t, err := s.decode(sh, s.Plan.RunColumns(), content)
	if err != nil {
		return nil, err
	}
	runs := t.Numbers("run")
	if int64(len(runs)) != sh.to-sh.from {
		return nil, fmt.Errorf("has %d runs, want %d", len(runs), sh.to-sh.from)
	}
	for i, k := range runs {
		if int64(k) != sh.from+int64(i) {
			return nil, fmt.Errorf("has run %v where %d is wanted", k, sh.from+int64(i))
		}
	}
	return t, nil
}

// readOther reads and checks a companion of a shard whose runs are at hand.
func (s *Store) readOther(sh shard, runs *table.Table, kind string) (*table.Table, error) {
	content, err := s.files.ReadFile(s.shardName(sh.number, kind))
	if err != nil {
		return nil, err
	}
	t, err := s.decode(sh, s.Plan.companionColumns(kind), content)
	if err != nil {
		return nil, err
	}
	if t.Fact(factChecksum) != runs.Fact("tutti."+kind) {
		return nil, fmt.Errorf("its %s are not those of its runs", kind)
	}
	return t, nil
}

// read reads and checks a whole shard.
func (s *Store) read(sh shard) (Batch, error) {
	runs, err := s.readRuns(sh)
	if err != nil {
		return Batch{}, err
	}
	b := Batch{Runs: runs, Other: map[string]*table.Table{}}
	for _, kind := range s.Plan.companions() {
		if b.Other[kind], err = s.readOther(sh, runs, kind); err != nil {
			return Batch{}, err
		}
	}
	return b, nil
}

// IsRunsShard says whether a file in shards/ holds runs (and not a companion or
// something unfinished).
func IsRunsShard(name string) bool {
	return strings.HasSuffix(name, ".parquet") && strings.Count(name, ".") == 1
}
