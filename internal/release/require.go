package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// nested are the modules beside the core, by their folders.
var nested = []string{"sink/arrow", "sink/kafka", "sink/parquet", "cmd/nfstream-full"}

// requireEachOther sets the version that the modules of a repository require of each other, before the commit that all
// tags name is made. See docs/architecture.md, "Modules".
func requireEachOther(folder, version string) error {
	if !regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`).MatchString(version) {
		return fmt.Errorf("%q is no version: want v1.2.3", version)
	}
	for _, module := range nested {
		path := filepath.Join(folder, filepath.FromSlash(module), "go.mod")
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		own := regexp.MustCompile(`(?m)^((?:require)?\s+` + regexp.QuoteMeta(modulePath) + `\S*) v\S+`)
		if err := os.WriteFile(path, own.ReplaceAll(text, []byte("${1} "+version)), 0o644); err != nil {
			return err
		}
		cmd := exec.Command("go", "mod", "edit", "-fmt")
		cmd.Dir = filepath.Dir(path)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", path, err, out)
		}
	}
	return nil
}
