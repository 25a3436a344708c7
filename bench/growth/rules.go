package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
)

// writeRules makes a file of so many rules: half of them hosts, the others prefixes and ports, of 500 applications.
func writeRules(path string, rules int) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("make rules: %w", err)
	}
	out := bufio.NewWriter(f)
	for i := range rules {
		// An odd factor spreads the numbers, each of which is of one rule.
		n := uint32(i) * 0x9e3779b1
		switch i % 4 {
		case 0, 1:
			fmt.Fprintf(out, "host:\"cdn%d.shop%d.example\"@Growth %d\n", n, n%4096, i%500)
		case 2:
			fmt.Fprintf(out, "ip:%d.%d.%d.0/%d@Growth %d\n", n>>24, n>>16&255, n>>8&255, 12+n%13, i%500)
		case 3:
			fmt.Fprintf(out, "tcp:%d@Growth %d\n", n%65536, i%500)
		}
	}
	return errors.Join(out.Flush(), f.Close())
}
