package pattern

// Choosers lists the ways to choose who holds office.
var Choosers = []Chooser{
	{"appointed", "the scenario's own formal lead, then those highest in the chain of command", appointed},
	{"by-role", "in the order in which the scenario lists its people", byRole},
	{"by-trust", "a vote in which each gives to those whom it trusts: the highest mean trust received leads", byTrust},
	{"by-expertise", "the highest expertise in what matters now", byExpertise},
	{"lottery", "by lot", lottery},
	{"emergent", "whoever has moved others most of late", emergent},
	{"by-potential", "whoever has most room to grow: engagement × openness × (1 − expertise), for leads that develop those who hold them", byPotential},
	{"by-turn", "whoever has led least often", byTurn},
}

func appointed(s *Situation, i, d int) float64 {
	if s.Org.Formal[i] != 0 {
		return 1
	}
	depth := 0
	for up := s.Org.Manager[i]; up >= 0; up = s.Org.Manager[up] {
		depth++
	}
	return -float64(depth)
}

func byRole(s *Situation, i, d int) float64 { return -float64(i) }

func byTrust(s *Situation, i, d int) float64 { return s.TrustIn[i] }

func byExpertise(s *Situation, i, d int) float64 {
	return weighted(s, s.Org.Expertise, i, d)
}

func lottery(s *Situation, i, d int) float64 { return 0 }

func emergent(s *Situation, i, d int) float64 {
	if d >= 0 {
		return float64(s.Given[i*s.Org.D+d])
	}
	sum := 0.0
	for d := range s.Org.D {
		sum += float64(s.Given[i*s.Org.D+d])
	}
	return sum
}

func byPotential(s *Situation, i, d int) float64 {
	return float64(float64(s.Org.Engagement[i]*s.Org.Openness[i]) * (1 - weighted(s, s.Org.Expertise, i, d)))
}

func byTurn(s *Situation, i, d int) float64 { return -float64(s.Served[i]) }

// weighted is agent i's value in d, or over all domains by what matters now.
func weighted(s *Situation, column []float64, i, d int) float64 {
	if d >= 0 {
		return column[i*s.Org.D+d]
	}
	sum := 0.0
	for d, w := range s.Weights {
		sum += float64(w * column[i*s.Org.D+d])
	}
	return sum
}
