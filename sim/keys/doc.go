// Package keys reads TOML tables key by key. One call names a key, its default,
// its range and its meaning; the same calls give the errors of a file, each at
// its line, the reference page of every key and the JSON Schema for editors, so
// that none of them can drift from what is read.
//
//	root, err := keys.Load(open, "orchestra.toml")
//	trust := root.Table("trust", "how trust moves")
//	up := trust.Share("up", 0.1, "rate after better than expected [per cycle] (model, 5)")
//	err = root.Err() // every error of the file, in its order
//
// A meaning ends with its unit in square brackets and its source in round ones;
// both may be left out.
package keys
