package work

// Catalogue lists the kinds of work.
var Catalogue = []Kind{judgement, ensemble, search, change, pooling}
