package rules

import (
	"math"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/internal/stanza"
)

// Keys of a stanza that name fingerprints, for columns: those of tcp_fingerprints and of ja4.
const (
	keyOS     = "os_hint"
	keyClient = "tls_client"
)

// onlyNames stands for the claim of a stanza that only names fingerprints.
const onlyNames uint32 = math.MaxUint32

// FingerprintName returns what rules call a TCP fingerprint (a name of an operating system) or a JA4 (a client's), empty if
// they do not name it.
func (s *Set) FingerprintName(print []byte) string {
	if s == nil {
		return ""
	}
	return s.printNames[string(print)]
}

// namesPrints reports whether a stanza names fingerprints.
func namesPrints(s *stanza.Stanza) bool {
	return wordsOf(s, keyOS) != nil || wordsOf(s, keyClient) != nil
}

func wordsOf(s *stanza.Stanza, key string) (words []string) {
	for i := range s.Fields {
		if s.Fields[i].Key == key {
			words = append(words, s.Fields[i].Words...)
		}
	}
	return words
}

// namePrints names the fingerprints of a stanza.
func (in *input) namePrints(s *stanza.Stanza) {
	os, client := strings.Join(wordsOf(s, keyOS), " "), strings.Join(wordsOf(s, keyClient), " ")
	for i := range s.Fields {
		f := &s.Fields[i]
		switch {
		case f.Key == "tcp_fingerprints":
			in.namePrint(f, os, isTCPFingerprint, "a TCP fingerprint: want a value such as 2_64_64240_2e3cee914fc1")
		case f.Key == "ja4" && client != "":
			in.namePrint(f, client, IsJA4, "a JA4: want a value such as t13d1516h2_8daaf6152771_e5627efa2ab1")
		}
	}
}

func (in *input) namePrint(f *stanza.Field, name string, valid func(string) bool, want string) {
	if err := categories.CheckName(name); err != nil {
		in.refuse(f.Line, "the name of fingerprints: %w", err)
		return
	}
	for _, word := range f.Words {
		switch word = strings.ToLower(word); {
		case !valid(word):
			in.refuse(f.Line, "%q is not %s", word, want)
		case len(in.printNames) >= MaxRules:
			in.refuse(f.Line, "more than %d names of fingerprints", MaxRules)
		default:
			in.printNames[word] = name
		}
	}
}

// isTCPFingerprint reports whether a text has the form of tcp_fingerprint: flags, time to live, window, hash.
func isTCPFingerprint(text string) bool {
	parts := strings.Split(text, "_")
	if len(parts) != 4 || !isHex(parts[3], 12) {
		return false
	}
	for i, bits := range [3]int{12, 8, 16} {
		if _, err := strconv.ParseUint(parts[i], 10, bits); err != nil {
			return false
		}
	}
	return true
}
