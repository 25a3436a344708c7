// Package cli is the whole nfstream command as a library, for programs that add plug-ins to it. Call Main with the
// plug-ins.
//
//	func main() { cli.Main(myPlugin{}) }
//
// Such a program has all commands, flags and settings of nfstream. The columns of its plug-ins appear in its rows, in
// the command columns, and in the completion of --fields.
package cli

import (
	"io"
	"os"

	"github.com/nfstream/nfstream-go"
)

// Main executes the command line of the process with the given plug-ins, and ends the process.
func Main(plugins ...nfstream.Plugin) { os.Exit(Run(os.Args[1:], os.Stdout, os.Stderr, plugins...)) }

// Run executes a command line, without the name of the program, and returns the exit status. It handles the signals
// of the process: an interrupt ends a run of flows.
func Run(args []string, stdout, stderr io.Writer, plugins ...nfstream.Plugin) int {
	return report(stderr, newRoot(plugins).Execute(args, stdout, stderr))
}
