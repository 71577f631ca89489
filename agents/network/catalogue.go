package network

import "tutti/sim/keys"

// A Kind is a generator that a scenario can name.
type Kind struct {
	Name    string
	Doc     string
	Formula string
	Source  string
	Read    func(t *keys.Table) Generator // reads its parameters
}

// Parameters are the keys that a kind reads.
func (k Kind) Parameters() []keys.Entry {
	ref := keys.Reference()
	k.Read(ref)
	return ref.Entries()
}

// Catalogue lists the kinds of networks.
var Catalogue = []Kind{complete, ring, lattice, smallWorld, random, preferential, blocks, star, tree}

// Names lists the names of the catalogue.
func Names() []string {
	names := make([]string, len(Catalogue))
	for i, k := range Catalogue {
		names[i] = k.Name
	}
	return names
}

// Find returns the kind of a name.
func Find(name string) (Kind, bool) {
	for _, k := range Catalogue {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}
