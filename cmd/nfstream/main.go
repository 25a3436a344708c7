// Command nfstream turns captures into labelled, measured flows. See nfstream --help.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }
