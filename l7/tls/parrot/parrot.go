// Package parrot knows the fingerprints of the clients that uTLS imitates, by its ClientHelloIDs.
//
// What a parrot of uTLS sends, the browser that it is named after may have sent too, and so may another program that
// imitates it: a fingerprint says which names fit, and no more. The randomised parrots have no fingerprint of their own.
package parrot

import "strings"

// ByJA3 returns the parrots that have a JA3, given as 32 hexadecimal digits in lower case, by their names in uTLS without
// "Hello". Parrots that shuffle their extensions have none.
func ByJA3(hash string) []string { return find(hash) }

// ByJA4 is ByJA3 for a JA4 over TCP.
func ByJA4(text string) []string { return find(text) }

// find looks for the line that begins with a fingerprint.
func find(print string) []string {
	if print == "" || strings.ContainsAny(print, " \n") {
		return nil
	}
	for line := range strings.Lines(table) {
		if first, names, ok := strings.Cut(line, " "); ok && first == print {
			return strings.Fields(names)
		}
	}
	return nil
}
