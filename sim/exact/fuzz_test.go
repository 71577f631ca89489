package exact

import (
	"bytes"
	"testing"
)

// columns is a state with a column of every kind.
type columns struct {
	floats  []float64
	small   []float32
	ints    []int32
	words   []uint64
	bytes   []uint8
	one     float64
	count   int
	text    string
	another []float64
}

func (c *columns) State(s State) {
	s.Floats("floats", &c.floats)
	s.Float32s("small", &c.small)
	s.Ints("ints", &c.ints)
	s.Words("words", &c.words)
	s.Bytes("bytes", &c.bytes)
	s.Float("one", &c.one)
	s.Int("count", &c.count)
	s.Text("text", &c.text)
	s.Floats("another", &c.another)
}

// FuzzReader wants no panic from any bytes, and of what is read that it is
// written as the same bytes again.
func FuzzReader(f *testing.F) {
	whole := &columns{[]float64{1, 2.5}, []float32{3}, []int32{-4, 5, 6}, []uint64{7}, []uint8{8, 9}, 10, -11, "twelve", nil}
	var saved bytes.Buffer
	w := NewWriter(&saved)
	whole.State(w)
	if err := w.Flush(); err != nil {
		f.Fatal(err)
	}
	f.Add(saved.Bytes())
	f.Add(saved.Bytes()[:saved.Len()/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		var c columns
		r := NewReader(bytes.NewReader(text))
		c.State(r)
		if r.Err() != nil {
			return
		}
		var again bytes.Buffer
		w := NewWriter(&again)
		c.State(w)
		if err := w.Flush(); err != nil || again.Len() > len(text) {
			t.Fatalf("%d bytes were read as %d, %v", len(text), again.Len(), err)
		}
	})
}
