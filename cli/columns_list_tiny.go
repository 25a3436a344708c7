//go:build tiny

package cli

import (
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// columnList is what the command columns writes: in a tiny build for people alone.
type columnList struct{}

func (columnList) define(*cmdline.Command) {}

func (columnList) write(w io.Writer, columns []*nfstream.Column) error {
	return listColumns(w, columns)
}
