package view

// Catalogue lists how models are shown; the last is for all others.
var Catalogue = []Face{
	{"organisation", suits, Stage, Legend},
	{"claim-and-grant", who("network", "leadership", "leadership", "trust"), Stage, nodesKey},
	{"lazer-friedman-2007", who("network", "score", "alike", "trust"), Stage, nodesKey},
	{"watts-2002", who("network", "adopted", "alike", "trust"), Stage, nodesKey},
	{"couzin-2005", nil, plane, planeKey},
	{"hong-page-2004", nil, ring, ringKey},
	{"march-1991", nil, grid, gridKey},
	{"degroot", nil, opinions, opinionsKey},
	{"friedkin-johnsen", nil, opinions, opinionsKey},
	{"hegselmann-krause", nil, opinions, opinionsKey},
	{"deffuant", nil, opinions, opinionsKey},
	{"granovetter-1978", nil, crowd, crowdKey},
	{"bass-1969", nil, crowd, crowdKey},
	{"", nil, charts, chartsKey},
}

// suits is the look of an organisation whose work has something of its own to
// show.
func suits(f *Frame, l *Look) {
	switch f.Work {
	case "change":
		l.Colour = "practice"
	case "search":
		l.Colour = "score"
	case "pooling":
		l.Colour, l.Size = "named leader", "named leader"
	}
}

// who is a look that suits agents on a network.
func who(layout, colour, size, ties string) func(*Frame, *Look) {
	return func(_ *Frame, l *Look) { l.Layout, l.Colour, l.Size, l.Ties, l.Names = layout, colour, size, ties, false }
}
