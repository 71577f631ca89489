package main

import "errors"

// browse serves the page.
func (c *watchCmd) browse(a *app) error {
	return errors.New("the page is not built in")
}
