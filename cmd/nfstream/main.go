// Command nfstream turns captures into labelled, measured flows. See nfstream --help.
package main

import "github.com/nfstream/nfstream-go/cli"

func main() { cli.Main() }
