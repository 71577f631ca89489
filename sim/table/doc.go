// Package table holds results as columns and writes them as CSV, JSON, JSON
// lines, NetLogo's BehaviorSpace layout and GraphML (Parquet in a package
// below, since its library is large).
//
// A value that is undefined is NaN inside a table, an empty cell in CSV and
// null in JSON and Parquet; no file ever says NaN. Files appear whole under
// their final name or not at all: see Create.
package table
