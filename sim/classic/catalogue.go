package classic

// Catalogue lists the published models, in the order of the validation page.
var Catalogue = []Kind{
	deGroot,
	friedkinJohnsen,
	wing2014,
	hegselmannKrause,
	deffuant,
	granovetter1978,
	watts2002,
	bass1969,
	branching,
	betaReputation,
	fire2006,
	claimAndGrant,
	march1991,
	lazerFriedman2007,
	siggelkowLevinthal2003,
	hongPage2004,
	couzin2005,
}
