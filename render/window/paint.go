package window

import (
	_ "embed"
	"image"
	"unsafe"

	"github.com/hajimehoshi/ebiten/v2"

	"tutti/render/draw"
)

//go:embed shader.kage
var shaderText []byte

// A painter paints shapes on an Ebitengine image: one call of one shader for
// everything between two pictures.
type painter struct {
	mesh   *draw.Mesh
	shader *ebiten.Shader
	atlas  *ebiten.Image
	pix    []byte
	images map[*draw.Image]*held
	turn   int
}

// held is a picture on the graphics card.
type held struct {
	img     *ebiten.Image
	version int
	used    int // turn in which it was last painted
}

func newPainter() (*painter, error) {
	s, err := ebiten.NewShader(shaderText)
	if err != nil {
		return nil, err
	}
	return &painter{
		mesh: draw.NewMesh(), shader: s, images: map[*draw.Image]*held{},
		atlas: ebiten.NewImageWithOptions(image.Rect(0, 0, draw.AtlasW, draw.AtlasH), &ebiten.NewImageOptions{Unmanaged: true}),
	}, nil
}

// paint paints shapes over paper.
func (p *painter) paint(dst *ebiten.Image, shapes []draw.Shape, scale float32, paper draw.Colour) {
	dst.Fill(rgba(paper))
	p.turn++
	p.mesh.Build(shapes, scale)
	p.upload()
	vs := vertices(p.mesh.V)
	opt := &ebiten.DrawTrianglesShaderOptions{}
	opt.Images[0] = p.atlas
	for _, b := range p.mesh.Batches {
		if b.To > b.From {
			dst.DrawTrianglesShader32(vs, p.mesh.I[b.From:b.To], p.shader, opt)
		}
		if b.Image != nil {
			p.picture(dst, b)
		}
	}
	for key, h := range p.images {
		if h.used != p.turn {
			h.img.Deallocate()
			delete(p.images, key)
		}
	}
}

// vertices are the same bytes under Ebitengine's name for them.
func vertices(v []draw.Vertex) []ebiten.Vertex {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*ebiten.Vertex)(unsafe.Pointer(&v[0])), len(v))
}

// upload sends letters that are new.
func (p *painter) upload() {
	r := p.mesh.Atlas.Changed
	if r.Empty() {
		return
	}
	p.mesh.Atlas.Changed = image.Rectangle{}
	p.pix = p.pix[:0]
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, a := range p.mesh.Atlas.Pix[y*draw.AtlasW+r.Min.X : y*draw.AtlasW+r.Max.X] {
			p.pix = append(p.pix, a, a, a, a)
		}
	}
	p.atlas.SubImage(r).(*ebiten.Image).WritePixels(p.pix)
}

// picture paints one image, sent again when its version changed.
func (p *painter) picture(dst *ebiten.Image, b draw.Batch) {
	m := b.Image
	h := p.images[m]
	if h == nil || h.img.Bounds().Dx() != m.W || h.img.Bounds().Dy() != m.H {
		if h != nil {
			h.img.Deallocate()
		}
		h = &held{img: ebiten.NewImage(m.W, m.H), version: m.Version - 1}
		p.images[m] = h
	}
	if h.version != m.Version {
		h.img.WritePixels(m.Pix)
		h.version = m.Version
	}
	h.used = p.turn
	clip := image.Rect(int(b.Clip.Min.X), int(b.Clip.Min.Y), int(b.Clip.Max.X+0.5), int(b.Clip.Max.Y+0.5))
	opt := &ebiten.DrawImageOptions{}
	opt.GeoM.Scale(float64(b.At.W())/float64(m.W), float64(b.At.H())/float64(m.H))
	opt.GeoM.Translate(float64(b.At.Min.X), float64(b.At.Min.Y))
	dst.SubImage(clip).(*ebiten.Image).DrawImage(h.img, opt)
}
