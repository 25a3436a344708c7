// Package cli is the whole nfstream command as a library, for programs that add to it: plug-ins, formats of rows, outputs,
// commands. A program that adds plug-ins alone calls Main with them.
//
//	func main() { cli.Main(myPlugin{}) }
//
// Such a program has all commands, flags and settings of nfstream. The columns of its plug-ins appear in its rows, in
// the command columns, and in the completion of --fields. See Program for the rest.
package cli

import (
	"io"
	"os"

	"github.com/nfstream/nfstream-go"
)

// Main executes the command line of the process with the given plug-ins, and ends the process.
func Main(plugins ...nfstream.Plugin) {
	os.Exit(Run(os.Args[1:], os.Stdout, os.Stderr, plugins...))
}

// Run executes a command line with the given plug-ins. See Program.Run.
func Run(args []string, stdout, stderr io.Writer, plugins ...nfstream.Plugin) int {
	return (&Program{Plugins: plugins}).Run(args, stdout, stderr)
}
