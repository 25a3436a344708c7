package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// release and commit are set in releases by -ldflags "-X github.com/nfstream/nfstream-go/cli.release=v1.2.3",
// likewise cli.commit.
var release, commit string

func newVersion() *cmdline.Command {
	return &cmdline.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cmdline.NoArgs,
		RunE: func(cmd *cmdline.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), cmd.Root().Name(), "version", version())
			return err
		},
	}
}

// version returns the release, or the version of the module, with the commit if the build has it.
func version() string {
	name, of := release, ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if name == "" {
			name = moduleVersion(info)
		}
		if ownModule(info.Main.Path) {
			of = revision(info.Settings)
		}
	}
	if commit != "" {
		of = " " + commit[:min(12, len(commit))]
	}
	if name == "" {
		name = "(devel)"
	}
	return fmt.Sprintf("%s%s %s %s/%s", name, of, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// modulePath is the path of this module, also in other programs.
const modulePath = "github.com/nfstream/nfstream-go"

// ownModule reports whether a path is that of this module, or of one in the same repository.
func ownModule(path string) bool {
	return path == modulePath || strings.HasPrefix(path, modulePath+"/")
}

// moduleVersion returns the version of this module in the build, empty if unknown.
func moduleVersion(info *debug.BuildInfo) string {
	if ownModule(info.Main.Path) {
		return info.Main.Version
	}
	for _, dep := range info.Deps {
		if dep.Path == modulePath {
			return dep.Version
		}
	}
	return ""
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
