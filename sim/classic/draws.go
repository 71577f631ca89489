package classic

import "tutti/sim/exact"

// The purposes of draws, all in one place; a number is never reused. A run
// holds one model, yet each has its own, so that no two ever share a stream.
const (
	drawDeGrootWeights   exact.Purpose = 100
	drawDeGrootOpinions  exact.Purpose = 101
	drawWingTimekeeper   exact.Purpose = 102
	drawWingMotor        exact.Purpose = 103
	drawOpinions         exact.Purpose = 104
	drawPairs            exact.Purpose = 105
	drawThresholds       exact.Purpose = 106
	drawNetwork          exact.Purpose = 107
	drawSeeds            exact.Purpose = 108
	drawAdoption         exact.Purpose = 109
	drawOffspring        exact.Purpose = 110
	drawConduct          exact.Purpose = 111
	drawChoice           exact.Purpose = 112
	drawTraits           exact.Purpose = 113
	drawClaims           exact.Purpose = 114
	drawGrants           exact.Purpose = 115
	drawRatings          exact.Purpose = 116
)
