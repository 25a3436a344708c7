package nfstream_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// Every fingerprint that nfstream finds in a capture over TCP tshark finds there too. It may find more: of a second
// hello in a flow, or behind the limit of payloads. It knows protocols by ports, so those of the captures are named;
// of QUIC it knows neither all ports nor all versions, and it does not read all that proxies carry.
func TestFingerprintsAreThoseOfTshark(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tshark must be there on CI")
		}
		t.Skip("needs tshark")
	}
	columns := map[string]string{
		"j3a_client": "tls.handshake.ja3", "j3a_server": "tls.handshake.ja3s",
		"hassh_client": "ssh.kex.hassh", "hassh_server": "ssh.kex.hasshserver",
	}
	compared := 0
	for _, path := range corpus.Own(t) {
		rows := rowsOfCut(t, path, nfstream.Config{Fields: []string{"default", "ssh"}})
		for column, field := range columns {
			ours := distinctOverTCP(rows, column)
			if len(ours) == 0 || strings.HasPrefix(column, "hassh") && filepath.Base(path) == "proxies.pcap" {
				continue // tshark does not read SSH inside SOCKS
			}
			theirs := tsharkValues(t, tshark, path, field)
			for _, v := range ours {
				require.Contains(t, theirs, v, "%s of %s", column, filepath.Base(path))
				compared++
			}
		}
	}
	require.Greater(t, compared, 50)
}

// rowsOfCut is rowsOf for a capture that can be compared: not cut short, nor of proxies.
func rowsOfCut(t *testing.T, path string, cfg nfstream.Config) (rows []map[string]string) {
	if strings.Contains(path, "web-cut") || strings.Contains(path, "proxies") {
		return nil
	}
	return rowsOf(t, path, cfg)
}

func distinctOverTCP(rows []map[string]string, column string) []string {
	values := map[string]bool{}
	for _, r := range rows {
		if r[column] != "" && r["protocol"] == "6" {
			values[r[column]] = true
		}
	}
	return slices.Sorted(maps.Keys(values))
}

func tsharkValues(t *testing.T, tshark, path, field string) []string {
	out, err := exec.Command(tshark, "-r", path, "-Y", field, "-T", "fields", "-e", field,
		"-d", "tcp.port==2201-2212,ssh", "-d", "tcp.port==1081-1083,socks", "-d", "tcp.port==4401-4431,tls").Output()
	require.NoError(t, err)
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' || r == ',' })
}
