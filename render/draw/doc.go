// Package draw holds what a picture is made of: shapes, colours, scales, and
// the measures of text. It knows no screen and no file. Views return shapes;
// painters (render/paint, render/svg, render/window) turn shapes into pixels or
// text. All lengths are in points of the picture: painters multiply them by the
// scale of the screen.
package draw
