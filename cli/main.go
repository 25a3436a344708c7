// Package cli is the whole nfstream command, for programs that add plug-ins of their own to it.
//
//	func main() { cli.Main(myPlugin{}) }
//
// Such a program has every command, flag and setting of nfstream; the columns of its plug-ins stand in its rows, in
// nfstream columns, and in the completion of --fields.
package cli

import (
	"io"
	"os"

	"github.com/nfstream/nfstream-go"
)

// Main executes the command line of the process, with the plug-ins in this order, and ends the process.
func Main(plugins ...nfstream.Plugin) { os.Exit(Run(os.Args[1:], os.Stdout, os.Stderr, plugins...)) }

// Run executes a command line, without the name of the program, and returns the exit status. Signals are the process's:
// an interrupt ends the run of flows that is under way.
func Run(args []string, stdout, stderr io.Writer, plugins ...nfstream.Plugin) int {
	return report(stderr, newRoot(plugins).Execute(args, stdout, stderr))
}
