package run

import "tutti/sim/solo"

// What one run is made of, under the names by which those who sweep know it.
type (
	Opener   = solo.Opener
	Setting  = solo.Setting
	Raw      = solo.Raw
	Scenario = solo.Scenario
	Running  = solo.Running
	Model    = solo.Model
	Summary  = solo.Summary
)

// Load reads a scenario and puts settings on top (see solo.Load).
func Load(open Opener, name string, sets []Setting) (*Scenario, error) {
	return solo.Load(open, name, sets)
}

// TOML writes a value as TOML (see solo.TOML).
func TOML(v any) string { return solo.TOML(v) }
