// Package exact holds arithmetic, draws and digests that give the same bits on
// every platform: amd64 with and without fused multiply-add, arm64, 386 and
// WebAssembly.
//
// Two rules make that true. Every product that is added to something is
// rounded first, float64(a*b) + c, so that no compiler may fuse the two. And
// nothing here calls math.Exp, math.Log, math.Pow, math.Sin or their kin, whose
// assembly differs between processors; math.Sqrt, math.Floor and the bit
// conversions are correctly rounded everywhere and are used.
package exact
