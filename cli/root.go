package cli

import (
	"fmt"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

func newRoot(program *Program) *cmdline.Command {
	root := &cmdline.Command{
		Use:   program.name(),
		Short: "Meter and label network flows of captures and interfaces",
		Long: `nfstream meters packets of captures and interfaces as bidirectional flows, and labels each with its application.

Exit status: 0 on success or after an interrupt, 1 on failure, 2 for invalid arguments, 141 if the reader of the output
has closed the pipe.`,
		Example: examples(`  nfstream flows capture.pcap > flows.csv
  nfstream columns
  nfstream lookup www.example.com
  nfstream completion bash > /etc/bash_completion.d/nfstream`),
		Version: version(),
		Args:    noSuchCommand,
		RunE:    func(cmd *cmdline.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newFlows(program), newInterfaces(), newColumns(program.Plugins), newVersion())
	root.AddCommand(moreCommands(program)...)
	root.AddCommand(program.commands()...)
	root.Rename("nfstream")
	return root
}

// noSuchCommand returns the error for an unknown command, with a hint.
func noSuchCommand(root *cmdline.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if hint := commandHint(root, args[0]); hint != "" {
		return fmt.Errorf("unknown command %q: %s", args[0], hint)
	}
	return fmt.Errorf("unknown command %q; see %s --help", args[0], root.Name())
}
