package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInserted(t *testing.T) {
	got, err := inserted("a\n"+blockStart+"old\n"+blockEnd+"b\n", "new\n")
	require.NoError(t, err)
	require.Equal(t, "a\n"+blockStart+"new\n"+blockEnd+"b\n", got)
	_, err = inserted("a\n"+blockStart, "new\n")
	require.ErrorContains(t, err, "README.md lacks")
}

func TestPicture(t *testing.T) {
	svg := picture([]string{" nfstream top", " a <&> b  ███▌ 5%", " SOURCE"}, 40)
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}
	require.Equal(t, string(svg), string(picture([]string{" nfstream top", " a <&> b  ███▌ 5%", " SOURCE"}, 40)))
	require.Contains(t, string(svg), `<text x="34" y="40" textLength="24" fill="#c9d1d9" font-weight="normal">&lt;&amp;&gt;</text>`)
	require.Contains(t, string(svg), `<rect x="90" y="30" width="32" height="11" fill="#3fb950"/>`)
}
