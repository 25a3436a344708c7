//go:build tiny

package cli

import (
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// columnList is the output of the command columns. A tiny build has only the format for people.
type columnList struct{}

func (columnList) define(*cmdline.Command) {}

func (columnList) write(w io.Writer, columns []*nfstream.Column) error {
	return listColumns(w, columns)
}
