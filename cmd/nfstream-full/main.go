// Command nfstream-full is nfstream with the formats and outputs that need libraries. See nfstream-full --help.
package main

import "github.com/nfstream/nfstream-go/cli"

func main() {
	program := cli.Program{Name: "nfstream-full", Formats: formats(), Targets: targets(), Commands: commands()}
	program.Main()
}
