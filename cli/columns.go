package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

func newColumns(plugins []nfstream.Plugin) *cmdline.Command {
	return &cmdline.Command{
		Use:   "columns [GROUP...]",
		Short: "List the columns that flows --fields takes, by group",
		Args:  cmdline.ArbitraryArgs,
		RunE: func(cmd *cmdline.Command, fields []string) error {
			if len(fields) == 0 {
				fields = []string{"all"}
			}
			columns, err := knownColumns(plugins, fields...)
			if err != nil {
				return err
			}
			listColumns(cmd.OutOrStdout(), columns)
			return nil
		},
	}
}

func listColumns(w io.Writer, columns []*nfstream.Column) {
	group := ""
	for _, c := range columns {
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(w, "%s:\n", group)
		}
		fmt.Fprintf(w, "  %-28s %-17s %s\n", c.Name, c.Type, c.Doc)
	}
}

// noFrames is a source without frames.
type noFrames struct{}

func (noFrames) Next(context.Context, *capture.Batch) error { return io.EOF }
func (noFrames) Stats() capture.Stats                       { return capture.Stats{} }
func (noFrames) Close() error                               { return nil }

// knownColumns returns the columns that the fields stand for, with the statistics and those of the plug-ins.
func knownColumns(plugins []nfstream.Plugin, fields ...string) ([]*nfstream.Column, error) {
	s, err := nfstream.New(nfstream.Config{Source: noFrames{}, Fields: fields, Statistics: true, Plugins: plugins})
	if err != nil {
		return nil, err
	}
	return s.Columns(), s.Close()
}

// fieldNames returns the names that --fields takes.
func fieldNames(plugins []nfstream.Plugin) []string {
	columns, err := knownColumns(plugins, "all")
	if err != nil {
		return nil
	}
	names := []string{"all", "nfstream6"}
	for _, c := range columns {
		if !slices.Contains(names, c.Group) {
			names = append(names, c.Group)
		}
	}
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}
