package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/nfstream/nfstream-go/internal/cells"
)

// writeAligned writes rows in aligned columns.
func writeAligned(w io.Writer, rows [][]string) error {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], cells.Width([]byte(text)))
		}
	}
	for _, row := range rows {
		var line []byte
		for i, text := range row {
			line = append(cells.Left(line, []byte(text), widths[i]), "  "...)
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(string(line), " ")); err != nil {
			return err
		}
	}
	return nil
}
