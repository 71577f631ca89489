package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tutti/render/cast"
	"tutti/render/front"
	"tutti/render/play"
)

// TestPage drives the page in a headless browser with real clicks and keys, and
// wants the digest of a native run.
func TestPage(t *testing.T) {
	if !asked(t, "TUTTI_NEED_BROWSER", "go") {
		return
	}
	a := &app{ctx: t.Context(), out: os.Stdout, err: os.Stderr}
	files, err := a.page()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(pageHandler(files))
	defer server.Close()
	ctx, do := inBrowser(t, chromedp.Flag("enable-unsafe-swiftshader", true), chromedp.WindowSize(1280, 800))
	do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(server.URL+"/#scenario=orpheus"), chromedp.WaitVisible("canvas"),
		chromedp.Poll(`window.tuttiState && window.tuttiState().digest != ""`, nil), chromedp.Sleep(time.Second))
	state := func(cycle int) (digest string) {
		t.Helper()
		do(chromedp.Poll(fmt.Sprintf(`window.tuttiState().cycle == %d && window.tuttiState().digest`, cycle), &digest))
		return digest
	}
	if got, want := state(0), native(t, "orpheus", 0); got != want {
		t.Errorf("cycle 0: digest %s in the page, %s natively", got, want)
	}
	do(chromedp.MouseClickXY(153, 563), chromedp.Sleep(300*time.Millisecond)) // one cycle
	if got, want := state(1), native(t, "orpheus", 1); got != want {
		t.Errorf("cycle 1: digest %s in the page, %s natively", got, want)
	}
	var cycle int
	for range 20 {
		for _, half := range kb.Encode([]rune(kb.ArrowRight)[0]) { // down and up: a busy machine draws seldom, and would miss a shorter press
			do(half, chromedp.Sleep(250*time.Millisecond))
		}
		do(chromedp.Evaluate(`window.tuttiState().cycle`, &cycle))
		if cycle > 1 {
			break
		}
	}
	if got, want := state(cycle), native(t, "orpheus", cycle); got != want || cycle < 2 {
		t.Errorf("cycle %d: digest %s in the page, %s natively", cycle, got, want)
	}
	var shot []byte
	do(chromedp.MouseClickXY(1136, 83), chromedp.Sleep(800*time.Millisecond), chromedp.CaptureScreenshot(&shot))
	keepPicture(t, "page-change", shot)
	do(chromedp.MouseClickXY(1056, 83), chromedp.Sleep(1500*time.Millisecond), chromedp.CaptureScreenshot(&shot))
	keepPicture(t, "page", shot)

	// A lesson: what was changed by hand travels in the address.
	lesson := front.Link{Scenarios: []string{"march-1991"}, Live: []play.Intervention{
		{Cycle: 0, Words: "fewer", TOML: "parameters.people = 30", Key: "parameters.people", Value: 30},
		{Cycle: 5, Words: "quicker", TOML: "kind = \"set\"\nkey = \"parameters.p1\"\nvalue = 0.8", Key: "parameters.p1", Value: 0.8},
	}}
	do(chromedp.Navigate("about:blank"), chromedp.Navigate(server.URL+"/#"+lesson.String()), chromedp.WaitVisible("canvas"),
		chromedp.Poll(`window.tuttiState && window.tuttiState().digest != ""`, nil), chromedp.Sleep(time.Second))
	for cycle = 0; cycle < 6; {
		do(chromedp.MouseClickXY(153, 563), chromedp.Sleep(300*time.Millisecond), chromedp.Evaluate(`window.tuttiState().cycle`, &cycle))
	}
	s, err := cast.Open(openScenario, "march-1991", nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "lesson.toml")
	if err := os.WriteFile(file, s.Save(lesson.Live), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, want := state(cycle), native(t, file, cycle); got != want || want == native(t, "march-1991", cycle) {
		t.Errorf("the lesson at cycle %d: digest %s in the page, %s natively", cycle, got, want)
	}

	// The same as a file, chosen in the browser's own dialog.
	chromedp.ListenTarget(ctx, func(ev any) {
		if opened, ok := ev.(*page.EventFileChooserOpened); ok {
			go func() {
				if err := chromedp.Run(ctx, dom.SetFileInputFiles([]string{file}).WithBackendNodeID(opened.BackendNodeID)); err != nil {
					t.Error(err)
				}
			}()
		}
	})
	do(page.SetInterceptFileChooserDialog(true), chromedp.Navigate("about:blank"), chromedp.Navigate(server.URL+"/"), chromedp.WaitVisible("canvas"),
		chromedp.Sleep(2*time.Second), chromedp.CaptureScreenshot(&shot))
	keepPicture(t, "page-gallery", shot)
	do(chromedp.MouseClickXY(1107, 52), chromedp.Poll(`window.tuttiState().digest != ""`, nil), chromedp.Sleep(time.Second), chromedp.CaptureScreenshot(&shot))
	keepPicture(t, "page-file", shot)
	if got, want := state(0), native(t, file, 0); got != want {
		t.Errorf("the file: digest %s in the page, %s natively", got, want)
	}
}

// inBrowser starts a headless browser that ends with the test, and returns its
// context and how to do something in it.
func inBrowser(t *testing.T, more ...chromedp.ExecAllocatorOption) (ctx context.Context, do func(actions ...chromedp.Action)) {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	if browser := os.Getenv("TUTTI_BROWSER"); browser != "" {
		opts = append(opts, chromedp.ExecPath(browser))
	}
	late, stop := context.WithTimeout(t.Context(), 4*time.Minute)
	t.Cleanup(stop)
	alloc, stop := chromedp.NewExecAllocator(late, append(opts, more...)...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(alloc)
	t.Cleanup(stop)
	return ctx, func(actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
}
