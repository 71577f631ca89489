package run

import "fmt"

// unit is point i in the unit cube of the factors.
func (e *Experiment) unit(i int64, u []float64) { panic("not yet") }

func (e *Experiment) sampledSize() (int64, error) { return 0, fmt.Errorf("not yet") }
