package exact

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math"
)

// A State visits the whole state of a model as named columns in a fixed order.
// A model lists its columns once, in one method, and is thereby digested,
// saved, restored and compared. Visitors may replace a column (restoring does).
type State interface {
	Floats(name string, p *[]float64)
	Float32s(name string, p *[]float32)
	Ints(name string, p *[]int32)
	Words(name string, p *[]uint64)
	Bytes(name string, p *[]uint8)
	Float(name string, p *float64)
	Int(name string, p *int)
	Text(name string, p *string)
}

// Stateful is what can be digested, saved and restored.
type Stateful interface{ State(s State) }

// Digest returns the SHA-256 over the whole state, its first 128 bits as 32
// hexadecimal digits. Equal digests mean equal states, bit by bit.
func Digest(m Stateful) string {
	h := sha256.New()
	w := &Writer{w: bufio.NewWriterSize(h, 1<<12)} // a hash is as fast with little room
	m.State(w)
	if err := w.Flush(); err != nil {
		panic(err) // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// A Writer writes a state, each column with its name and length, little-endian.
type Writer struct {
	w   *bufio.Writer
	err error
	buf [8]byte
}

// NewWriter returns a State that writes to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: bufio.NewWriterSize(w, 1<<16)} }

// Flush ends the writing and returns the first error met.
func (w *Writer) Flush() error {
	if err := w.w.Flush(); w.err == nil {
		w.err = err
	}
	return w.err
}

func (w *Writer) word(x uint64, n int) {
	binary.LittleEndian.PutUint64(w.buf[:], x)
	if _, err := w.w.Write(w.buf[:n]); err != nil && w.err == nil {
		w.err = err
	}
}

func (w *Writer) head(name string, n int) {
	w.word(uint64(len(name)), 2)
	if _, err := w.w.WriteString(name); err != nil && w.err == nil {
		w.err = err
	}
	w.word(uint64(n), 8)
}

// bitsOf are the bits of a number, those of one NaN for all: which of the many
// comes out of a sum differs between processors.
func bitsOf(x float64) uint64 {
	if x != x {
		x = math.NaN()
	}
	return math.Float64bits(x)
}

// Floats writes a column of 64-bit numbers.
func (w *Writer) Floats(name string, p *[]float64) {
	w.head(name, len(*p))
	for _, x := range *p {
		w.word(bitsOf(x), 8)
	}
}

// Float32s writes a column of 32-bit numbers.
func (w *Writer) Float32s(name string, p *[]float32) {
	w.head(name, len(*p))
	for _, x := range *p {
		w.word(uint64(math.Float32bits(x)), 4)
	}
}

// Ints writes a column of whole numbers.
func (w *Writer) Ints(name string, p *[]int32) {
	w.head(name, len(*p))
	for _, x := range *p {
		w.word(uint64(uint32(x)), 4)
	}
}

// Words writes a column of 64-bit words.
func (w *Writer) Words(name string, p *[]uint64) {
	w.head(name, len(*p))
	for _, x := range *p {
		w.word(x, 8)
	}
}

// Bytes writes a column of bytes.
func (w *Writer) Bytes(name string, p *[]uint8) {
	w.head(name, len(*p))
	if _, err := w.w.Write(*p); err != nil && w.err == nil {
		w.err = err
	}
}

// Float writes one number.
func (w *Writer) Float(name string, p *float64) {
	w.head(name, 1)
	w.word(bitsOf(*p), 8)
}

// Int writes one whole number.
func (w *Writer) Int(name string, p *int) {
	w.head(name, 1)
	w.word(uint64(int64(*p)), 8)
}

// Text writes a string.
func (w *Writer) Text(name string, p *string) {
	w.head(name, len(*p))
	if _, err := w.w.WriteString(*p); err != nil && w.err == nil {
		w.err = err
	}
}

// A Reader restores a state that a Writer wrote. What does not fit (another
// column, a file cut short) is kept as its first error, and reading stops.
type Reader struct {
	r   *bufio.Reader
	err error
	buf [8]byte
}

// NewReader returns a State that restores from r.
func NewReader(r io.Reader) *Reader { return &Reader{r: bufio.NewReaderSize(r, 1<<16)} }

// Err returns the first error met.
func (r *Reader) Err() error { return r.err }

func (r *Reader) word(n int) uint64 {
	r.buf = [8]byte{}
	if _, err := io.ReadFull(r.r, r.buf[:n]); err != nil && r.err == nil {
		r.err = fmt.Errorf("saved state is cut short")
	}
	return binary.LittleEndian.Uint64(r.buf[:])
}

// head reads a column's name and length; its length is 0 after an error.
func (r *Reader) head(name string, size int) int {
	if r.err != nil {
		return 0
	}
	found := make([]byte, r.word(2))
	if _, err := io.ReadFull(r.r, found); err != nil && r.err == nil {
		r.err = fmt.Errorf("saved state is cut short")
	}
	n := r.word(8)
	switch {
	case r.err != nil:
		return 0
	case string(found) != name:
		r.err = fmt.Errorf("saved state has column %q where %q is wanted: another version or scenario", found, name)
		return 0
	case n > 1<<40/uint64(size):
		r.err = fmt.Errorf("saved state: column %q claims %d rows", name, n)
		return 0
	}
	return int(n)
}

// column reads a column of n rows into p, a piece at a time, so that a damaged
// length cannot ask for more memory than the file can fill.
func column[T any](r *Reader, n int, p *[]T, size int, of func(uint64) T) {
	col := (*p)[:0]
	if n <= 1<<20 && cap(col) < n {
		col = make([]T, 0, n)
	}
	for range n {
		if r.err != nil {
			return
		}
		col = append(col, of(r.word(size)))
	}
	if r.err == nil {
		*p = col
	}
}

// Floats restores a column of 64-bit numbers.
func (r *Reader) Floats(name string, p *[]float64) {
	column(r, r.head(name, 8), p, 8, math.Float64frombits)
}

// Float32s restores a column of 32-bit numbers.
func (r *Reader) Float32s(name string, p *[]float32) {
	column(r, r.head(name, 4), p, 4, func(x uint64) float32 { return math.Float32frombits(uint32(x)) })
}

// Ints restores a column of whole numbers.
func (r *Reader) Ints(name string, p *[]int32) {
	column(r, r.head(name, 4), p, 4, func(x uint64) int32 { return int32(uint32(x)) })
}

// Words restores a column of 64-bit words.
func (r *Reader) Words(name string, p *[]uint64) {
	column(r, r.head(name, 8), p, 8, func(x uint64) uint64 { return x })
}

// Bytes restores a column of bytes.
func (r *Reader) Bytes(name string, p *[]uint8) {
	column(r, r.head(name, 1), p, 1, func(x uint64) uint8 { return uint8(x) })
}

// Float restores one number.
func (r *Reader) Float(name string, p *float64) {
	if r.one(name) {
		*p = math.Float64frombits(r.word(8))
	}
}

// Int restores one whole number.
func (r *Reader) Int(name string, p *int) {
	if r.one(name) {
		*p = int(int64(r.word(8)))
	}
}

func (r *Reader) one(name string) bool {
	if n := r.head(name, 8); r.err == nil && n != 1 {
		r.err = fmt.Errorf("saved state: %q holds %d values, want 1", name, n)
	}
	return r.err == nil
}

// Text restores a string.
func (r *Reader) Text(name string, p *string) {
	var b []uint8
	column(r, r.head(name, 1), &b, 1, func(x uint64) uint8 { return uint8(x) })
	if r.err == nil {
		*p = string(b)
	}
}

var _ = []State{(*Writer)(nil), (*Reader)(nil)}

// HashString is a hash of s that never changes (FNV-1a), for keys of draws.
func HashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
