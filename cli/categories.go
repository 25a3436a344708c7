//go:build !tiny

package cli

import (
	"fmt"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

func newCategories() *cmdline.Command {
	list := listing{columns: []string{"id", "name", "protocols", "members"}}
	var files []string
	cmd := &cmdline.Command{
		Use:   "categories [SEARCH]",
		Short: "List categories and their applications",
		Long: `Lists the categories of flows, with their protocols and applications. SEARCH selects categories that contain it in their
name, or in the name of a protocol or application, ignoring case. Categories of --rules are included.`,
		Example: `  nfstream categories
  nfstream categories vpn`,
		Args: cmdline.MaximumNArgs(1),
		RunE: func(cmd *cmdline.Command, args []string) error {
			if _, err := rules.Load(files...); err != nil {
				return err
			}
			list.rows = categoryRows(strings.Join(args, ""))
			if len(list.rows) == 0 {
				return failure{fmt.Errorf("no category, protocol or application has %q in its name", args[0])}
			}
			return list.write(cmd.OutOrStdout())
		},
	}
	list.define(cmd)
	defineRules(cmd.Flags(), &files)
	return cmd
}

func categoryRows(search string) (rows [][]any) {
	members := map[categories.Category][]string{}
	for id := range categories.All() {
		if id != categories.Unknown {
			members[id.Category()] = append(members[id.Category()], id.Name())
		}
	}
	for c := range categories.Categories() {
		if contains(search, append([]string{c.Name()}, members[c]...)...) {
			rows = append(rows, []any{uint8(c), c.Name(), len(members[c]), strings.Join(members[c], ", ")})
		}
	}
	return rows
}
