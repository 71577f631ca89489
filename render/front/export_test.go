package front

import (
	"tutti/render/play"
	"tutti/render/view"
)

// Sentences are what the gallery tells of a scenario.
var Sentences = sentences

// Cycle is the cycle on the screen.
func (a *App) Cycle() int { return a.stages[0].status.Cycle }

// Host is what the front end asks of the program.
func (a *App) Host() *Host { return &a.host }

// Live are the interventions made.
func (a *App) Live() []play.Intervention { return a.stages[0].status.Live }

// Cycles are those of both stages.
func (a *App) Cycles() (int, int) { return a.stages[0].status.Cycle, a.stages[1].status.Cycle }

// Glimpses is how many pieces were looked at.
func (a *App) Glimpses() int {
	a.mail.Lock()
	defer a.mail.Unlock()
	return len(a.glimpses)
}

// Frame is what the first stage shows.
func (a *App) Frame() *view.Frame { return &a.stages[0].shown }

// Chosen are the agents chosen on the first stage.
func (a *App) Chosen() []int { return a.stages[0].look.Chosen }

// Plan is the first stage as it is laid out.
func (a *App) Plan() *view.Plan { return a.stages[0].plan }
