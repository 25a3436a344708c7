package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/nfstream/nfstream-go/cmd/nfstream/internal/cli"
)

// run executes a command line, without the command's name, and returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	return report(stderr, newRoot().Execute(args, stdout, stderr))
}

func newRoot() *cli.Command {
	root := &cli.Command{
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
		RunE:    func(cmd *cli.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newFlows(), newInterfaces(), newColumns(), newVersion())
	root.AddCommand(moreCommands()...)
	return root
}

// noSuchCommand refuses the first argument, which is no command, and says what may have been meant.
func noSuchCommand(root *cli.Command, args []string) error {
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
