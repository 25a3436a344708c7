// Command gen regenerates the generated files of package categories. It runs in that package's folder.
package main

import (
	"fmt"
	"os"

	"github.com/nfstream/nfstream-go/categories/internal/gen/source"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func write() error {
	files, err := source.FromFolder(".")
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(f.Name, f.Text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
