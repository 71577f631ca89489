package front

import (
	"fmt"
	"path"
	"strings"

	"tutti/render/draw"
	"tutti/render/svg"
)

// savePicture saves what is to be seen, without help and notes.
func (a *App) savePicture(vector bool) {
	name := fmt.Sprintf("%s-%d", a.fileName(), a.stages[0].status.Cycle)
	var data []byte
	if vector || a.host.Picture == nil {
		name += ".svg"
		data = svg.Write(a.shapes, a.size.X, a.size.Y, a.theme.Paper)
	} else {
		name += ".png"
		data = a.host.Picture(append([]draw.Shape(nil), a.shapes...), int(a.size.X), int(a.size.Y), max(a.ui.In.Scale, 2), a.theme.Paper)
	}
	a.keep(name, data)
}

// saveScenario saves the session as a scenario file.
func (a *App) saveScenario() {
	s := a.stages[a.active]
	if s.session.Save == nil {
		a.say("this scenario cannot be saved")
		return
	}
	a.keep(a.fileName()+"-live.toml", s.session.Save(s.status.Live))
}

func (a *App) fileName() string {
	name := strings.TrimSuffix(path.Base(a.stages[a.active].session.Name), ".toml")
	if name == "" || name == "." {
		return "tutti"
	}
	return name
}

func (a *App) keep(name string, data []byte) {
	if a.host.Keep == nil {
		a.say("nothing can be saved here")
		return
	}
	at, err := a.host.Keep(name, data)
	if err != nil {
		a.say(err.Error())
		return
	}
	a.say("saved as " + at)
}
