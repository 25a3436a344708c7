package capture

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// Errors describe input that is no capture.
func TestWhatIsNoCapture(t *testing.T) {
	tar := make([]byte, 512)
	copy(tar, "notes.txt")
	copy(tar[257:], "ustar\x0000")
	for content, want := range map[string]string{
		"":                                  "it is empty",
		"\x01\x02":                          "no known format begins with 01 02",
		"these are notes\nof two lines":     `it is text that begins with "these are notes"`,
		strings.Repeat("ü", 1000):           `it is text that begins with "` + strings.Repeat("ü", 40) + `"`,
		"\n\n  {\"id\": 1}\n":               `it is text that begins with "{\"id\": 1}"`,
		"a\x00b":                            "no known format begins with 61 00 62",
		"abc\x1b[2Jabc":                     `it is text that begins with "abc\x1b[2Jabc"`,
		"PK\x03\x04\x14\x00":                "it is a zip archive; unpack it first",
		"BZh91AY":                           "it is compressed by bzip2",
		"\xfd7zXZ\x00\x00":                  "it is compressed by xz",
		"7z\xbc\xaf\x27\x1c":                "it is a 7z archive",
		"snoop\x00\x00\x00\x00\x00\x00\x02": "it is a snoop capture (RFC 1761); convert it to pcap with editcap",
		"<!DOCTYPE html><html>":             "it is a web page",
		" \r\n<HTML lang=en>":               "it is a web page",
		"version https://git-lfs.github.com/spec/v1\n":     "it is a Git LFS pointer",
		"\xff\xfeh\x00i\x00":                               "it is text in UTF-16",
		"\x7fELF\x02\x01\x01":                              "it is a program",
		"PAR1\x15\x04":                                     "it is a Parquet file",
		string(tar):                                        "it is a tar archive",
		string(make([]byte, 2000)):                         "it begins with zeros",
		"\x0a\x0d\x0d\x0a\x1c\x00\x00\x00\x01\x02\x03\x04": "it begins like pcapng, but its first block has no valid byte-order magic",
		"\x01\x02\x03\x04\x05\x06\x07\x08\x09":             "no known format begins with 01 02 03 04 05 06 07 08",
	} {
		_, err := NewReader(bytes.NewReader([]byte(content)))
		require.ErrorIs(t, err, ErrFormat)
		require.ErrorIs(t, err, errMagic)
		require.ErrorContains(t, err, "no capture: "+want, "%q", content[:min(len(content), 20)])
		path := filepath.Join(t.TempDir(), "some.pcap")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		_, err = Open(path)
		require.ErrorContains(t, err, path+" is no capture: ")
	}
}

func TestWhatIsInACompressedFile(t *testing.T) {
	corpus.Whole(t, "zstd")
	for name, compress := range compressors {
		for content, want := range map[string]string{
			"": "it is empty", "PK\x03\x04\x14\x00": "it is a zip archive", "notes": `it is text that begins with "notes"`,
			string(compress(pcapOf(1, 60))): "it is compressed by " + name,
		} {
			_, err := NewReader(bytes.NewReader(compress([]byte(content))))
			require.ErrorIs(t, err, errMagic)
			require.ErrorContains(t, err, "no capture: in its "+name+" "+want)
		}
	}
}

func FuzzLooks(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("caf\xc3"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if said := describeForeign(b); strings.ContainsAny(said, "\n\r\x00") || len(said) > 250 {
			t.Fatalf("%q", said)
		}
	})
}
