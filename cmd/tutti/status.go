package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tutti/sim/run"
)

// statusCmd tells how far a sweep is, from its files.
type statusCmd struct {
	Dir    string `arg:"" help:"Directory of the sweep." type:"path"`
	JSON   bool   `name:"json" help:"Print one JSON object."`
	Failed int    `default:"5" help:"Failed runs to show." placeholder:"N"`
}

// statusReport is what --json prints.
type statusReport struct {
	Dir      string   `json:"dir"`
	Title    string   `json:"title"`
	Runs     int64    `json:"runs"`
	Done     int64    `json:"done"`
	Failed   int64    `json:"failed"`
	Shards   int64    `json:"shards"`
	Missing  int64    `json:"shards_missing"`
	Damaged  []string `json:"damaged"`
	Rate     float64  `json:"runs_a_second"` // over the last shards; 0 when unknown
	Left     *float64 `json:"seconds_left"`  // null when unknown
	Leading  string   `json:"leading"`
	Complete bool     `json:"complete"`
	Died     []death  `json:"died"` // processes that ended without a word since one came to an end
}

// Help is the long help of the command.
func (statusCmd) Help() string {
	return `Examples:
  tutti status trust                     how far it is, how fast, what failed
  tutti status trust --json              the same for programs
  watch -n 10 tutti status trust         every ten seconds

It only reads files, so it may run in another terminal or on another machine.`
}

// Run tells.
func (c *statusCmd) Run(a *app) error {
	store, err := run.Open(run.Disk{}, c.Dir)
	if err != nil {
		return asInput(err)
	}
	lead := newLeader(store.Plan)
	p, missing, damaged := store.Status(lead.add)
	r := statusReport{
		Dir: c.Dir, Title: store.Plan.Title, Runs: p.Runs, Done: p.Done, Failed: p.Failed, Shards: store.Plan.Shards(),
		Missing: int64(len(missing)), Damaged: append([]string{}, damaged...), Rate: recentRate(c.Dir, store.Plan), Leading: lead.text(),
		Complete: p.Done == p.Runs, Died: []death{},
	}
	if !r.Complete {
		r.Died = append(r.Died, lastDeaths(c.Dir)...)
	}
	if r.Rate > 0 {
		left := float64(p.Runs-p.Done) / r.Rate
		r.Left = &left
	}
	if c.JSON {
		text, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.out, "%s\n", text)
		return err
	}
	r.print(a)
	return a.failures(store, c.Failed)
}

func (r statusReport) print(a *app) {
	fmt.Fprintf(a.out, "%s\n%d of %d runs done (%.1f%%), %d failed; %d of %d shards missing\n",
		firstOf(r.Title, r.Dir), r.Done, r.Runs, 100*float64(r.Done)/float64(max(1, r.Runs)), r.Failed, r.Missing, r.Shards)
	if r.Left != nil && !r.Complete {
		fmt.Fprintf(a.out, "%s runs a second of late, about %s left\n", short(r.Rate), span(*r.Left))
	}
	if r.Leading != "" {
		fmt.Fprintln(a.out, r.Leading)
	}
	for _, d := range r.Damaged {
		fmt.Fprintln(a.out, "damaged:", d)
	}
	if text := diedHint(r.Died); text != "" {
		fmt.Fprintln(a.out, text)
	}
	if !r.Complete {
		fmt.Fprintf(a.out, "go on with: tutti sweep %s\n", run.Quote(r.Dir))
	}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// recentRate is how many runs a second were saved of late, whoever saved them:
// by the times of the newest shards. It is 0 when nothing was saved in the last
// minutes.
func recentRate(dir string, plan *run.Plan) float64 {
	entries, err := os.ReadDir(filepath.Join(dir, "shards"))
	if err != nil {
		return 0
	}
	var times []time.Time
	for _, e := range entries {
		if info, err := e.Info(); err == nil && run.IsRunsShard(e.Name()) {
			times = append(times, info.ModTime())
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	const newest = 50
	times = times[max(0, len(times)-newest):]
	if len(times) < 2 || time.Since(times[len(times)-1]) > 5*time.Minute {
		return 0
	}
	seconds := time.Since(times[0]).Seconds()
	return float64(int64(len(times)-1)*plan.Shard) / max(seconds, 1e-3)
}
