package play

// Held is the memory of the keyframes [bytes].
func (p *Player) Held() int { return p.held }

// Phaseless lives on to the start of a cycle.
func (p *Player) Phaseless() {
	if p.sim.Phase() != 0 {
		p.StepCycle()
	}
}
