// Package plot draws results for print: the leadership river, quality and cost
// over cycles, the influence network, differences with their intervals, maps of
// regimes, lines with bands; as SVG and PNG, with the Liberation fonts that
// gonum/plot carries. text.go draws small plots for a terminal.
//
// Colours are those of Okabe and Ito (2008), which colour-blind readers tell
// apart; what differs also differs in position, dash or label, so that a figure
// survives a grey printer. The same table gives the same bytes.
package plot
