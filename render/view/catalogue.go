package view

// Catalogue lists how models are shown; the last is for all others.
var Catalogue = []Face{
	{"organisation", nil, Stage, Legend},
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

// who is a look that suits agents on a network.
func who(layout, colour, size, ties string) func(*Look) {
	return func(l *Look) { l.Layout, l.Colour, l.Size, l.Ties, l.Names = layout, colour, size, ties, false }
}
