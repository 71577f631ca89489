package classic

// Catalogue lists the published models, in the order of their publication page.
var Catalogue = []Kind{}
