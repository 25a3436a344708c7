package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

func newColumns(plugins []nfstream.Plugin) *cmdline.Command {
	var l columnList
	cmd := &cmdline.Command{
		Use:   "columns [flags] [GROUP...]",
		Short: "List the columns for flows --fields, by group",
		Args:  cmdline.ArbitraryArgs,
		RunE: func(cmd *cmdline.Command, fields []string) error {
			if len(fields) == 0 {
				fields = []string{"all"}
			}
			columns, err := knownColumns(plugins, fields...)
			if err != nil {
				return err
			}
			return l.write(cmd.OutOrStdout(), columns)
		},
	}
	l.define(cmd)
	return cmd
}

// listColumns writes the columns for people to read.
func listColumns(w io.Writer, columns []*nfstream.Column) error {
	group := ""
	var text []byte
	for _, c := range columns {
		if c.Group != group {
			group = c.Group
			text = fmt.Appendf(text, "%s:\n", group)
		}
		text = fmt.Appendf(text, "  %-28s %-17s %s\n", c.Name, c.Type, c.Doc)
	}
	_, err := w.Write(text)
	return err
}

// noFrames is a source without frames.
type noFrames struct{}

func (noFrames) Next(context.Context, *capture.Batch) error { return io.EOF }
func (noFrames) Stats() capture.Stats                       { return capture.Stats{} }
func (noFrames) Close() error                               { return nil }

// knownColumns returns the columns of the fields, including statistics and the columns of plug-ins.
func knownColumns(plugins []nfstream.Plugin, fields ...string) ([]*nfstream.Column, error) {
	s, err := nfstream.New(noFrames{}, nfstream.Config{Fields: fields, Statistics: true, SPLT: 1, Plugins: plugins})
	if err != nil {
		return nil, err
	}
	return s.Columns(), s.Close()
}
