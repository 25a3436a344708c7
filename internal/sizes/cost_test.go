package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestPackageOf(t *testing.T) {
	for symbol, want := range map[string]string{
		"main.main": "main", "runtime.mallocgc": "runtime", "net/netip.Addr.String": "net/netip",
		"github.com/nfstream/nfstream-go.(*meter).begin":                 "github.com/nfstream/nfstream-go",
		"github.com/oschwald/maxminddb-golang%2ev2.Open":                 "github.com/oschwald/maxminddb-golang.v2",
		"slices.SortFunc[go.shape.*github.com/nfstream/nfstream-go/x.T]": "slices",
		"type:.eq.net/netip.Prefix":                                      "net/netip",
		"type:.eq.[2]runtime.Frame":                                      others,
		"type:*":                                                         types, "go:itab.*os.File,io.Writer": types, "go:func.*": tables,
		"go:string.*": texts, "_rt0_amd64_linux": others,
	} {
		require.Equal(t, want, packageOf(symbol), symbol)
	}
}

// TestCosts builds a small program, which is mostly the runtime.
func TestCosts(t *testing.T) {
	corpus.Maintain(t)
	var out bytes.Buffer
	o := options{target: "linux/amd64", pgo: "off", of: "../gen", most: 5}
	require.NoError(t, run(o, &out))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.GreaterOrEqual(t, len(lines), 7)
	require.Contains(t, out.String(), "/l7/vpn\n")
	require.Regexp(t, `^ +\d+ +\d+ +\d+ +\d+  runtime$`, lines[1])
	require.Regexp(t, `^linux/amd64: \d{7} bytes stripped$`, lines[len(lines)-1])
	o.bound, o.most = 1000, 0
	require.ErrorContains(t, run(o, &out), "more than the bound of 1000")
}
