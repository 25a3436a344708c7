package cli

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// lineWidth returns the width of a line of w in cells: $COLUMNS, or the terminal's width, or 0 if unknown.
func lineWidth(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if file, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			return width
		}
	}
	return 0
}

func or(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
