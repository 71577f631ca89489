package work

import (
	"math"

	"tutti/sim/exact"
)

// A Seat is a place on the stage: x to the audience's right, y away from it,
// from where a conductor stands [m].
type Seat struct{ X, Y float64 }

// How an orchestra sits.
const (
	nearest = 2.0 // radius of the first row [m]
	deep    = 1.4 // from row to row [m]
	wide    = 1.2 // from player to player in a row [m]
)

// Seats returns everybody's place. It must not be changed.
func (e *Ensemble) Seats() []Seat { return e.seats }

// metres is how far players i and j sit apart [m].
func (e *Ensemble) metres(i, j int) float64 {
	x, y := e.seats[i].X-e.seats[j].X, e.seats[i].Y-e.seats[j].Y
	return math.Sqrt(float64(x*x) + float64(y*y))
}

// sit gives everybody a place: those set outright theirs, the others by arcs.
func (e *Ensemble) sit() {
	o := e.Org
	if len(e.seats) != o.N || len(e.Places) == 0 {
		e.seats = Arcs(o.Unit, o.Works, o.Units)
	}
	for i := range min(o.N, len(e.Places)) {
		e.seats[i] = Seat{e.Places[i][0], e.Places[i][1]}
	}
}

// Arcs seats players in half circles around the conductor's place, each unit in
// a sector as wide as it is large, in rows as deep as needed. Those who do not
// play stand in the middle.
func Arcs(unit []int32, works []uint8, units int) []Seat {
	heads := make([]int, units)
	n := 0
	for i, u := range unit {
		if works[i] != 0 {
			heads[u]++
			n++
		}
	}
	rows := 1
	for room := 0; ; rows++ {
		if room += rowRoom(rows - 1); room >= n {
			break
		}
	}
	seats := make([]Seat, len(unit))
	from := 0.0 // left end of the unit's sector, as a share of the half circle
	for u, count := range heads {
		if count == 0 {
			continue
		}
		share := float64(count) / float64(n)
		sector(seats, unit, works, int32(u), count, rows, from, share)
		from += share
	}
	return seats
}

// rowRoom is how many players a row of the half circle holds.
func rowRoom(row int) int { return int(math.Pi * radius(row) / wide) }

func radius(row int) float64 { return nearest + float64(deep*float64(row)) }

// sector seats one unit: its players fill rows in proportion to their lengths,
// from the front.
func sector(seats []Seat, unit []int32, works []uint8, u int32, count, rows int, from, share float64) {
	length := 0.0
	for r := range rows {
		length += radius(r)
	}
	row, before, end := 0, 0, 0
	filled := 0.0
	take := func() {
		filled += radius(row) / length
		before, end = end, int(math.Floor(float64(float64(count)*filled)+0.5))
		if row == rows-1 {
			end = count
		}
	}
	take()
	k := 0
	for i := range unit {
		if unit[i] != u || works[i] == 0 {
			continue
		}
		for k >= end {
			row++
			take()
		}
		place := (float64(k-before) + 0.5) / float64(end-before)
		angle := float64(math.Pi * (1 - (from + float64(share*place)))) // from the left
		sin, cos := exact.SinCos(angle)
		seats[i] = Seat{float64(radius(row) * cos), float64(radius(row) * sin)}
		k++
	}
}
