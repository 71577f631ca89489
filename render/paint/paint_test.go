package paint

import (
	"testing"

	"tutti/render/draw"
	"tutti/render/draw/sample"
	"tutti/render/paint/golden"
)

func TestScene(t *testing.T) {
	for _, th := range []*draw.Theme{draw.Light, draw.Dark} {
		golden.Check(t, "scene-"+th.Name, Picture(sample.Scene(th), 320, 360, 2, th.Paper))
	}
}
