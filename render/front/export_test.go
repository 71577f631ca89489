package front

// Cycle is the cycle on the screen.
func (a *App) Cycle() int { return a.stages[0].status.Cycle }
