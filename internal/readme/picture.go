package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// Sizes of the picture, in pixels, and its colours.
const (
	cellWidth, cellHeight = 8, 17
	margin                = 10
	baseline              = 13 // baseline of a text, below the top of its line
	font                  = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

	paper, ink, title, head, headPaper, bar = "#0d1117", "#c9d1d9", "#79c0ff", "#0d1117", "#8b949e", "#3fb950"
)

// picture returns the lines of a terminal of the given width as SVG.
func picture(lines []string, columns int) []byte {
	var out bytes.Buffer
	width, height := columns*cellWidth+2*margin, len(lines)*cellHeight+2*margin
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" `+
		`font-family="%s" font-size="13">`+"\n", width, height, font)
	fmt.Fprintf(&out, `<rect width="%d" height="%d" rx="6" fill="%s"/>`+"\n", width, height, paper)
	for i, line := range lines {
		y := margin + i*cellHeight
		colour, weight := ink, "normal"
		switch {
		case i == 0:
			colour, weight = title, "bold"
		case strings.HasPrefix(line, " APPLICATION") || strings.HasPrefix(line, " SOURCE"):
			fmt.Fprintf(&out, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", margin, y, columns*cellWidth,
				cellHeight, headPaper)
			colour, weight = head, "bold"
		}
		appendLine(&out, line, y, colour, weight)
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// appendLine draws each word of a line at its column, independent of the font, and bars as boxes.
func appendLine(out *bytes.Buffer, line string, y int, colour, weight string) {
	cells := []rune(line)
	for at := 0; at < len(cells); {
		n := 1
		for at+n < len(cells) && isBar(cells[at+n]) == isBar(cells[at]) && (cells[at] == ' ') == (cells[at+n] == ' ') {
			n++
		}
		x := margin + at*cellWidth
		switch {
		case cells[at] == ' ':
		case isBar(cells[at]):
			fmt.Fprintf(out, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", x, y+3, n*cellWidth, cellHeight-6, bar)
		default:
			fmt.Fprintf(out, `<text x="%d" y="%d" textLength="%d" fill="%s" font-weight="%s">`, x, y+baseline, n*cellWidth, colour, weight)
			_ = xml.EscapeText(out, []byte(string(cells[at:at+n])))
			out.WriteString("</text>\n")
		}
		at += n
	}
}

// isBar reports whether a cell is part of a bar: U+2581 to U+258F.
func isBar(r rune) bool { return r >= '▁' && r <= '▏' }
