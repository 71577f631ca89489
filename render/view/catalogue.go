package view

// Catalogue lists how models are shown; the last is for all others.
var Catalogue = []Face{
	{"organisation", suits, Stage, Legend},
	{"claim-and-grant", who("circle", "leadership", "leadership", "trust"), Stage, nodesKey},
	{"lazer-friedman-2007", searchers, searching, nodesKey},
	{"watts-2002", who("network", "adopted", "alike", "trust"), Stage, nodesKey},
	{"couzin-2005", nil, plane, planeKey},
	{"hong-page-2004", nil, ring, ringKey},
	{"march-1991", nil, grid, gridKey},
	{"degroot", nil, opinions, opinionsKey},
	{"friedkin-johnsen", nil, opinions, opinionsKey},
	{"hegselmann-krause", nil, opinions, opinionsKey},
	{"deffuant", nil, opinions, opinionsKey},
	{"granovetter-1978", nil, cascade, cascadeKey},
	{"bass-1969", nil, adoption, adoptionKey},
	{"branching-cascades", nil, cascades, cascadesKey},
	{"wing-2014", nil, quartet, quartetKey},
	{"beta-reputation", nil, reputations, reputationsKey},
	{"fire-2006", nil, reputations, reputationsKey},
	{"siggelkow-levinthal-2003", nil, firm, firmKey},
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

// searchers stand on a circle where their network is a line, a lattice or
// complete, which a layout by springs would fold up.
func searchers(f *Frame, l *Look) {
	who("circle", "score", "alike", "trust")(f, l)
	n := f.N()
	if ties := len(f.Ties); ties > 3*n && ties < n*(n-1)/2 {
		l.Layout = "network"
	}
}

// who is a look that suits agents on a network.
func who(layout, colour, size, ties string) func(*Frame, *Look) {
	return func(f *Frame, l *Look) {
		l.Layout, l.Colour, l.Size, l.Ties, l.Names = layout, colour, size, ties, f.N() <= 40
	}
}
