package classic

import "tutti/sim/exact"

// The purposes of draws, all in one place; a number is never reused. A run
// holds one model, yet each has its own, so that no two ever share a stream.
const (
	drawDeGrootWeights  exact.Purpose = 100
	drawDeGrootOpinions exact.Purpose = 101
	drawWingTimekeeper  exact.Purpose = 102
	drawWingMotor       exact.Purpose = 103
	drawOpinions        exact.Purpose = 104
	drawPairs           exact.Purpose = 105
	drawThresholds      exact.Purpose = 106
	drawNetwork         exact.Purpose = 107
	drawSeeds           exact.Purpose = 108
	drawAdoption        exact.Purpose = 109
	drawOffspring       exact.Purpose = 110
	drawConduct         exact.Purpose = 111
	drawChoice          exact.Purpose = 112
	drawTraits          exact.Purpose = 113
	drawClaims          exact.Purpose = 114
	drawGrants          exact.Purpose = 115
	drawRatings         exact.Purpose = 116

	drawMarchReality    exact.Purpose = 300
	drawMarchBeliefs    exact.Purpose = 301
	drawMarchTurnover   exact.Purpose = 302
	drawMarchTurbulence exact.Purpose = 303
	drawMarchActs       exact.Purpose = 304
	drawMarchLearning   exact.Purpose = 305
	drawMarchCode       exact.Purpose = 306

	drawLazerLandscape exact.Purpose = 400
	drawLazerStart     exact.Purpose = 401
	drawLazerNetwork   exact.Purpose = 402
	drawLazerLook      exact.Purpose = 403
	drawLazerCopy      exact.Purpose = 404
	drawLazerFlip      exact.Purpose = 405

	drawDivideLandscape exact.Purpose = 500
	drawDivideStart     exact.Purpose = 501
	drawDivideFlip      exact.Purpose = 502

	drawRing   exact.Purpose = 600
	drawSmooth exact.Purpose = 601
	drawTeam   exact.Purpose = 602

	drawSchoolPlace exact.Purpose = 700
	drawSchoolNoise exact.Purpose = 701
)

// visitSeed lists a seed as two numbers that fit a word of 32 bits.
func visitSeed(s exact.State, seed *uint64) {
	high, low := int(*seed>>30), int(*seed&(1<<30-1))
	s.Int("seed_high", &high)
	s.Int("seed_low", &low)
	*seed = uint64(high)<<30 | uint64(low)
}
