package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/nfstream/nfstream-go/cmd/nfstream/internal/cli"
)

// release and commit are what a release is built with: -ldflags "-X main.release=v1.2.3 -X main.commit=0123abc".
var release, commit string

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
	name, of := release, ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if name == "" {
			name = info.Main.Version
		}
		of = revision(info.Settings)
	}
	if commit != "" {
		of = " " + commit[:min(12, len(commit))]
	}
	if name == "" {
		name = "(devel)"
	}
	return fmt.Sprintf("%s%s %s %s/%s", name, of, runtime.Version(), runtime.GOOS, runtime.GOARCH)
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
