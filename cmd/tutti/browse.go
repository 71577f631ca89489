package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"tutti/render/cast"
	"tutti/render/front"
	"tutti/sim/run"
)

// browse serves the page on this machine and opens it.
func (c *watchCmd) browse(a *app) error {
	link, texts, err := c.link()
	if err != nil {
		return usageError{err}
	}
	files, err := a.page()
	if err != nil {
		return err
	}
	files["index.html"] = withTexts(files["index.html"], texts)
	listener, err := net.Listen("tcp", c.Address)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String() + "/"
	if len(link.Scenarios) > 0 {
		url += "#" + link.String()
	}
	fmt.Fprintf(a.err, "%s\nstop with Ctrl-C\n", url)
	openBrowser(url)
	return serve(a.ctx, listener, pageHandler(files))
}

// link says what the page is to show, and the texts of the files that it does
// not carry: scenarios of this machine as resolved, and what they name.
func (c *watchCmd) link() (front.Link, map[string][]byte, error) {
	texts := map[string][]byte{}
	open := func(name string) ([]byte, error) {
		text, err := openScenario(name)
		if err == nil && !strings.HasSuffix(name, ".toml") {
			texts[name] = text
		}
		return text, err
	}
	link := front.Link{Patterns: c.Pattern}
	sets, err := c.settings("")
	if err != nil {
		return link, nil, err
	}
	for _, name := range c.Scenarios {
		if run.IsStore(name) {
			s, err := c.session(name, "")
			if err != nil {
				return link, nil, err
			}
			name = fmt.Sprintf("%s-run-%d.toml", filepath.Base(name), *c.Number) // a link holds no spaces
			texts[name] = s.Save(nil)
			link.Scenarios = append(link.Scenarios, name)
			continue
		}
		s, err := cast.Open(open, name, sets)
		if err != nil {
			return link, nil, err
		}
		if _, err := os.Stat(name); err == nil || len(sets) > 0 {
			texts[name] = s.Save(nil)
		}
		link.Scenarios = append(link.Scenarios, name)
	}
	return link, texts, nil
}

// withTexts puts texts into the page, where its program finds them.
func withTexts(page []byte, texts map[string][]byte) []byte {
	if len(texts) == 0 {
		return page
	}
	plain := map[string]string{}
	for name, text := range texts {
		plain[name] = string(text)
	}
	b, err := json.Marshal(plain) // < and > come out escaped
	if err != nil {
		panic(err) // plain strings
	}
	return bytes.Replace(page, []byte("<script>"), []byte("<script>window.tuttiFiles = "+string(b)+";\n"), 1)
}

// serve answers until it is interrupted, which is no error here.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() {
		end, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = s.Shutdown(end) // it ends with the program in any case
	})
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// pageHandler serves the files of the page.
func pageHandler(files map[string][]byte) http.Handler {
	types := map[string]string{".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".gz": "application/gzip"}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		body, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", types[name[strings.LastIndexByte(name, '.'):]])
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		if r.Method == http.MethodHead {
			return
		}
		_, _ = w.Write(body) // the reader may have gone
	})
}

// openBrowser opens an address in the reader's browser, where there is one.
func openBrowser(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return
		}
	}
	cmd := exec.Command(name, args...)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }() // whether it opened is for the reader to see
	}
}
