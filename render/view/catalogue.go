package view

// Catalogue lists how models are shown; the last is for all others.
var Catalogue = []Face{
	{"organisation", Stage, Legend},
	{"", Stage, Legend},
}
