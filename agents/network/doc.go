// Package network makes and reads the informal networks of an organisation:
// directed ties i→j, "i attends to j", with weights that stand for trust; and
// its chain of command.
//
// Generators are listed in Catalogue. An undirected network gives both
// directions of each tie. Everything is a pure function of its parameters and
// of the draws it is given.
package network
