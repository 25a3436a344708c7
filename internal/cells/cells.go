// Package cells formats texts and numbers in a given number of terminal cells. It keeps table lines aligned and
// removes terminal control sequences from network data.
package cells

import (
	"unicode"
	"unicode/utf8"
)

const (
	ellipsis = "…" // one cell
	replaced = '\ufffd'
)

// Append appends at most width cells of the text. A longer text ends in an ellipsis. Control characters, invalid
// bytes and characters without width, such as direction marks, are replaced.
func Append(dst, text []byte, width int) []byte {
	dst, _ = appendCut(dst, text, width)
	return dst
}

// Left is Append, padded with spaces after the text.
func Left(dst, text []byte, width int) []byte {
	dst, used := appendCut(dst, text, width)
	return Fill(dst, width-used)
}

// Right is Append, padded with spaces before the text.
func Right(dst, text []byte, width int) []byte {
	dst = Fill(dst, width-Width(text))
	return Append(dst, text, width)
}

// Fill appends n spaces, none if n is negative.
func Fill(dst []byte, n int) []byte {
	for ; n > 0; n-- {
		dst = append(dst, ' ')
	}
	return dst
}

// appendCut is Append. It also returns the number of cells.
func appendCut(dst, text []byte, width int) ([]byte, int) {
	used, fits := 0, len(dst) // fits: position of the cut if the text does not fit
	cells := 0                // up to fits
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		r, w := shown(r, n)
		if used+w > width {
			return cut(dst[:fits], cells, width)
		}
		dst = utf8.AppendRune(dst, r)
		text = text[n:]
		if used += w; used < width {
			fits, cells = len(dst), used
		}
	}
	return dst, used
}

func cut(dst []byte, used, width int) ([]byte, int) {
	if width <= 0 {
		return dst, 0
	}
	return append(dst, ellipsis...), used + 1
}

// Width returns the number of cells that Append needs for the whole text.
func Width(text []byte) (cells int) {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		_, w := shown(r, n)
		cells += w
		text = text[n:]
	}
	return cells
}

// shown returns the replacement of a rune decoded from n bytes, and its number of cells.
func shown(r rune, n int) (rune, int) {
	switch {
	case r >= ' ' && r < 0x7f:
		return r, 1
	case r == utf8.RuneError && n <= 1 || r != ' ' && !unicode.IsPrint(r) || unicode.In(r, unicode.Mn, unicode.Me):
		return replaced, 1
	case wide(r):
		return r, 2
	}
	return r, 1
}

// wide reports whether a rune takes two cells: W or F in Unicode Standard Annex 11, by block.
func wide(r rune) bool {
	if r < 0x1100 {
		return false
	}
	for _, block := range wideBlocks {
		if r < block[0] {
			return false
		}
		if r <= block[1] {
			return true
		}
	}
	return false
}

// wideBlocks are in ascending order.
var wideBlocks = [...][2]rune{
	{0x1100, 0x115f}, {0x231a, 0x231b}, {0x23e9, 0x23ec}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x26aa, 0x26ab},
	{0x26bd, 0x26be}, {0x2705, 0x2705}, {0x270a, 0x270b}, {0x2728, 0x2728}, {0x2753, 0x2755}, {0x2b1b, 0x2b1c},
	{0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
	{0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x16fe0, 0x18cff}, {0x1b000, 0x1b2ff}, {0x1f1e6, 0x1f1ff}, {0x1f300, 0x1f64f},
	{0x1f680, 0x1f6ff}, {0x1f7e0, 0x1f7eb}, {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
}
