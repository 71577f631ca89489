// Command page is the live view as a web page: it is compiled to WebAssembly
// and lives in the browser, without any server behind it.
package main

import (
	"strings"
	"syscall/js"

	"tutti/render/cast"
	"tutti/render/front"
	"tutti/render/paint"
	"tutti/render/play"
	"tutti/render/ui"
	"tutti/render/view"
	"tutti/render/window"
	"tutti/scenarios"
	"tutti/sim/solo"
)

func main() {
	page := js.Global()
	dark := page.Call("matchMedia", "(prefers-color-scheme: dark)").Get("matches").Bool()
	link := front.ParseLink(strings.TrimPrefix(page.Get("location").Get("hash").String(), "#"))
	var f *front.App
	f = front.New(front.Host{
		Ask:     func() { ask(f) },
		Glimpse: func(name string) *view.Frame { return cast.Glimpse(read, name) },
		Mode:    play.Sliced, Dark: dark, Pieces: cast.Library(), Open: open, Keep: download, Picture: paint.PNG, Hear: window.NewSpeaker().Hear,
		Changed: func(name string, live []play.Intervention) {
			l := front.Link{Scenarios: strings.Fields(name), Live: live}
			if name == strings.Join(link.Scenarios, " ") {
				l.Patterns = link.Patterns
			}
			page.Get("history").Call("replaceState", nil, "", "#"+l.String())
		},
	})
	if len(link.Scenarios) > 0 {
		f.Follow(link, func(name, pattern string) (*front.Session, error) {
			var sets []solo.Setting
			if pattern != "" {
				sets = append(sets, solo.Setting{Key: "pattern", Value: pattern})
			}
			return cast.OpenWith(read, name, sets, link.Live)
		})
	}
	page.Set("tuttiState", js.FuncOf(func(js.Value, []js.Value) any { // for lessons and tests
		cycle, ended := f.At()
		return map[string]any{"cycle": cycle, "ended": ended, "digest": f.Digest()}
	}))
	if ready := page.Get("tuttiReady"); ready.Type() == js.TypeFunction {
		ready.Invoke()
	}
	if err := window.Run(f, 1280, 800); err != nil {
		page.Get("document").Get("body").Set("textContent", "This page needs WebGL: "+err.Error())
	}
}

// read reads a file that the page was served with, or a scenario that comes
// with the program.
func read(name string) ([]byte, error) {
	if files := js.Global().Get("tuttiFiles"); files.Type() == js.TypeObject {
		if text := files.Get(name); text.Type() == js.TypeString {
			return []byte(text.String()), nil
		}
	}
	text, err := scenarios.Open(name)
	for _, try := range []string{name + ".toml", "classics/" + name + ".toml"} {
		if err != nil {
			text, err = scenarios.Open(try)
		}
	}
	return text, err
}

// open opens a piece of the gallery, or the text of a dropped file.
func open(name string, text []byte) ([]*front.Session, error) {
	s, err := cast.Open(func(file string) ([]byte, error) {
		if text != nil && file == name {
			return text, nil
		}
		return read(file)
	}, name, nil)
	if err != nil {
		return nil, err
	}
	return []*front.Session{s}, nil
}

// download hands a file to the reader.
func download(name string, data []byte) (string, error) {
	page := js.Global()
	bytes := page.Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(bytes, data)
	blob := page.Get("Blob").New([]any{bytes})
	a := page.Get("document").Call("createElement", "a")
	a.Set("href", page.Get("URL").Call("createObjectURL", blob))
	a.Set("download", name)
	a.Call("click")
	return name, nil
}

// ask lets the reader choose a file by the browser's own dialog.
func ask(f *front.App) {
	input := js.Global().Get("document").Call("createElement", "input")
	input.Set("type", "file")
	input.Set("accept", ".toml")
	var chosen, read js.Func
	chosen = js.FuncOf(func(js.Value, []js.Value) any {
		defer chosen.Release()
		file := input.Get("files").Index(0)
		read = js.FuncOf(func(_ js.Value, text []js.Value) any {
			defer read.Release()
			f.Bring(ui.File{Name: file.Get("name").String(), Text: []byte(text[0].String())})
			return nil
		})
		file.Call("text").Call("then", read)
		return nil
	})
	input.Call("addEventListener", "change", chosen)
	input.Call("click")
}
