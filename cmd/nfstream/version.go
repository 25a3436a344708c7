package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/nfstream/nfstream-go/cmd/nfstream/internal/cli"
)

// release is the version that a release is built with: -ldflags "-X main.release=v1.2.3".
var release string

func newVersion() *cli.Command {
	return &cli.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cli.NoArgs,
		RunE: func(cmd *cli.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), cmd.Root().Name(), "version", version())
			return err
		},
	}
}

// version returns the release, or that of the module, with the commit where the build knows it.
func version() string {
	name, commit := release, ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if name == "" {
			name = info.Main.Version
		}
		commit = revision(info.Settings)
	}
	if name == "" {
		name = "(devel)"
	}
	return fmt.Sprintf("%s%s %s %s/%s", name, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func revision(settings []debug.BuildSetting) (commit string) {
	for _, s := range settings {
		switch {
		case s.Key == "vcs.revision":
			commit = " " + s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			commit += "+changes"
		}
	}
	return commit
}
