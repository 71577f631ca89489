package event

// Catalogue lists the kinds of events.
var Catalogue = []Kind{
	{"shock", "the world changes: what is right moves, and what matters may", readShock},
	{"absence", "agents are away for some cycles", readAbsence},
	{"leave", "agents leave for good and are not replaced", readLeave},
	{"join", "newcomers arrive", readJoin},
	{"merge", "units become one", readMerge},
	{"split", "a unit divides in two", readSplit},
	{"exchange", "two units exchange people", readExchange},
	{"tie", "agents begin to attend to others", readTie},
	{"cut", "agents cease to attend to others", readCut},
	{"set", "a trait, a rule of the pattern or a parameter takes a value", readSet},
	{"pattern", "another pattern of leadership is promoted or mandated", readPattern},
	{"programme", "training, mentoring or time for reflection, at a cost of time", readProgramme},
	{"review", "people look back: the last change of a rule is kept or undone by what it yielded, and another is tried", readReview},
}
