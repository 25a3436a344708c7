package magic_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/magic"
)

// pe is the start of a program for Windows.
const pe = "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8\x00\x00\x00\x00\x00\x00\x00\x40\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x00\x00\x00"

func TestKinds(t *testing.T) {
	for content, want := range map[string]string{
		pe: "pe", pe[:63]: "", "MZ and so on": "", strings.Replace(pe, "\x80\x00\x00\x00", "\x80\x00\xff\x00", 1): "",
		pe + strings.Repeat("\x00", 64) + "PE\x00\x00": "pe", pe + strings.Repeat("\x00", 64) + "PX\x00\x00": "",
		"\x7fELF\x02\x01": "elf", "\x7fELX": "", "\xca\xfe\xba\xbe\x00\x00\x00\x34\x00": "java-class", "\xca\xfe\xba\xbe\x00\x00\x00\x02": "",
		"#!/bin/sh\n": "shell", "#! /bin/sh": "shell", "#!x": "", "PK\x03\x04": "zip", "PK\x09\x04": "", "\x1f\x8b\x08\x00": "gzip",
		"\x89PNG\r\n\x1a\n": "png", "BZh91AY&SY": "bzip2", "BZh9": "", "%PDF-1.4": "pdf", "\x00\x00\x00\x18ftypmp42": "mp4",
		"<!DOCTYPE html>": "html", "RIFF\x00\x00\x00\x00WEBPVP8 ": "webp", "": "", "GET / HTTP/1.1": "", "\x16\x03\x01": "",
	} {
		require.Equal(t, want, magic.Of([]byte(content)).String(), "%q", content)
	}
	require.Equal(t, magic.Executable, magic.Of([]byte(pe)).Class())
	require.Zero(t, magic.Kind(255).Class())
	require.Empty(t, magic.Kind(255).String())
}

// Random bytes are hardly ever of a kind: the shortest prefix has three bytes.
func TestRandomBytesAreNoKind(t *testing.T) {
	r, b, named := rand.New(rand.NewPCG(1, 2)), make([]byte, 100), 0
	for range 1 << 20 {
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		if magic.Of(b) != 0 {
			named++
		}
	}
	require.LessOrEqual(t, named, 2)
}
