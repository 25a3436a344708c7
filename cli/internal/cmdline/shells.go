package cmdline

import (
	_ "embed"
	"io"
	"strings"
)

// The scripts for a program called PROGRAM.
var (
	//go:embed shells/bash.sh
	bashScript string
	//go:embed shells/zsh.sh
	zshScript string
	//go:embed shells/fish.fish
	fishScript string
	//go:embed shells/powershell.ps1
	powershellScript string
)

func newCompletion(program string) *Command {
	all := &Command{
		Use:   completionCommand,
		Short: "Generate the autocompletion script for the specified shell",
		Long:  "Generates the autocompletion script of " + program + ` for a shell. See the help of each command on how to use it.`,
		Args:  NoArgs,
		RunE:  func(cmd *Command, _ []string) error { return cmd.Help() },
	}
	for _, shell := range []struct{ name, script, use string }{
		{"bash", bashScript, `in this shell:

  source <(PROGRAM completion bash)

In every new one:

  PROGRAM completion bash > /etc/bash_completion.d/PROGRAM`},
		{"zsh", zshScript, `in this shell, where compinit has run:

  source <(PROGRAM completion zsh)

In every new one:

  PROGRAM completion zsh > "${fpath[1]}/_PROGRAM"`},
		{"fish", fishScript, `in this shell:

  PROGRAM completion fish | source

In every new one:

  PROGRAM completion fish > ~/.config/fish/completions/PROGRAM.fish`},
		{"powershell", powershellScript, `in this shell, or in every new one if it is in your profile:

  PROGRAM completion powershell | Out-String | Invoke-Expression`},
	} {
		all.AddCommand(newShell(shell.name, of(program, shell.script), of(program, shell.use)))
	}
	return all
}

func of(program, text string) string { return strings.ReplaceAll(text, "PROGRAM", program) }

func newShell(name, script, use string) *Command {
	bare := false
	cmd := &Command{
		Use:   name,
		Short: "Generate the autocompletion script for " + name,
		Long:  "Generates the autocompletion script for " + name + ". To have it " + use,
		Args:  NoArgs,
		RunE: func(cmd *Command, _ []string) error {
			text := script
			if bare {
				text = strings.ReplaceAll(text, completeCommand+" ", completeBareCommand+" ")
			}
			_, err := io.WriteString(cmd.OutOrStdout(), text)
			return err
		},
	}
	cmd.Flags().BoolVar(&bare, "no-descriptions", false, "omit descriptions")
	return cmd
}
