package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestReportReads opens the report of a comparison as a reader would: on a
// screen, on a telephone and on paper nothing is cut off, nothing is asked of a
// network, and all parts are there.
func TestReportReads(t *testing.T) {
	if !asked(t, "TUTTI_NEED_BROWSER") {
		return
	}
	dir := t.TempDir()
	tutti(t, 0, "compare", "orpheus", "--patterns", "conducted,rotating,everyone-leads", "--seeds", "8", "--set", "cycles=40",
		"--question", "Who leads, and what comes of it?", "--out", filepath.Join(dir, "study"))
	_, do := inBrowser(t)
	do(chromedp.Navigate("file://" + filepath.Join(dir, "study", reportName)))

	var asked []string
	do(chromedp.Evaluate(`performance.getEntriesByType("resource").map(e => e.name)`, &asked))
	if len(asked) > 0 {
		t.Errorf("the report asks for %v, want it to stand alone", asked)
	}
	var heads string
	do(chromedp.Evaluate(`[...document.querySelectorAll("h2")].map(e => e.textContent).join(", ")`, &heads))
	if want := "Answer, Design, Measures, Typical runs, How to reproduce"; heads != want {
		t.Errorf("parts: got %s, want %s", heads, want)
	}
	// 658 pixels are an A4 page between its margins. On a screen a wide table may
	// be scrolled by itself.
	const cutOff = `[...document.querySelectorAll("table, p, li, dl, pre")].filter(e => {
		const r = e.getBoundingClientRect();
		return r.width > 0 && (r.left < 0 || r.right > document.documentElement.clientWidth + 1) && !(%v && e.closest(".scroll"));
	}).map(e => e.tagName + " " + e.textContent.trim().slice(0, 40)).join("; ")`
	for _, tt := range []struct {
		name  string
		media string
		width int64
	}{{"screen", "screen", 1280}, {"telephone", "screen", 400}, {"paper", "print", 658}} {
		var bad string
		var shot []byte
		do(emulation.SetEmulatedMedia().WithMedia(tt.media), chromedp.EmulateViewport(tt.width, 900), chromedp.Evaluate(fmt.Sprintf(cutOff, tt.media == "screen"), &bad), chromedp.FullScreenshot(&shot, 100))
		if bad != "" {
			t.Errorf("%s: runs beyond the page: %s", tt.name, bad)
		}
		keepPicture(t, "report-"+tt.name, shot)
	}
	var hidden string
	do(chromedp.Evaluate(`[...document.querySelectorAll("figure svg")].filter(e => e.getBoundingClientRect().height < 20).length + " of " + document.querySelectorAll("figure svg").length`, &hidden))
	if want := "0 of 13"; hidden != want { // all differences, nine measures, three typical runs
		t.Errorf("figures without height: got %s, want %s", hidden, want)
	}
}
