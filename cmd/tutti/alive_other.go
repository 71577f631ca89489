//go:build !unix

package main

// alive is not told here: a log that falls silent tells it later.
func alive(int) bool { return true }
