package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

func newRoot(plugins []nfstream.Plugin) *cmdline.Command {
	root := &cmdline.Command{
		Use:   "nfstream",
		Short: "Turn captures into labelled, measured flows",
		Long: `nfstream turns packet captures into labelled, measured, bidirectional flows.

Exit status: 0 when all went well or the run was interrupted, 1 when something failed, 2 when the command line makes no
sense, 141 when whoever reads the output has gone.`,
		Example: `  nfstream flows capture.pcap > flows.csv
  nfstream columns
  nfstream lookup www.example.com
  nfstream completion bash > /etc/bash_completion.d/nfstream`,
		Version: version(),
		Args:    noSuchCommand,
		RunE:    func(cmd *cmdline.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newFlows(plugins), newInterfaces(), newColumns(plugins), newVersion())
	root.AddCommand(moreCommands(plugins)...)
	return root
}

// noSuchCommand refuses the first argument, which is no command, and says what may have been meant.
func noSuchCommand(root *cmdline.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("there is no command %q: want perhaps %s", args[0], strings.Join(near, " or "))
	}
	if _, err := os.Stat(args[0]); err == nil {
		return fmt.Errorf("there is no command %q: want perhaps %s flows %[1]s", args[0], root.Name())
	}
	return fmt.Errorf("there is no command %q; see %s --help", args[0], root.Name())
}
