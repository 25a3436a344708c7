//go:build !nfstream_no_files

package files_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/files"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// check fails where the flow of turns leaves another record.
func check[T any](t *testing.T, on l7.Transport, port uint16, want T, turns ...string) {
	t.Helper()
	require.Equal(t, want, l7test.Record[T](t, newEngine, l7test.Script{On: on, Port: port, Turns: turns}), "%q", turns)
}

func TestRSYNC(t *testing.T) {
	check(t, l7.TCP, 873, files.RSYNC{Version: "31.0", Module: "pub"}, "", "@RSYNCD: 31.0 sha512 md5\n", "@RSYNCD: 31.0\n",
		"welcome\n@RSYNCD: OK\n", "pub\n", "@RSYNCD: AUTHREQD x\n")
	check(t, l7.TCP, 873, files.RSYNC{Version: "31.0"}, "", "@RSYNCD: 31.0\n", "@RSYNCD: 31.0\n", "welcome\n")
}

func TestGit(t *testing.T) {
	line := "003ag" + "it-upload-pack /project.git\x00host=git.Example.com:9418\x00"
	check(t, l7.TCP, 9418, files.Git{Service: "git-upload-pack", Repository: "/project.git"}, line)
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 9418)
	k.Say(0, []byte(line))
	require.Equal(t, "git.example.com", k.Metadata.ServerName)
	require.NotNil(t, metadata.Get[files.Git](k.Metadata))
	check(t, l7.TCP, 9418, files.Git{Service: "git-receive-pack", Repository: "/p"}, "0018git-receive-pack /p\x00")
}

func TestRPC(t *testing.T) {
	want := files.RPC{Program: 100005, Version: 3}
	check(t, l7.UDP, 111, want, rpc)
	check(t, l7.TCP, 40001, want, "\x80\x00\x00\x28"+rpc)
	check(t, l7.UDP, 111, files.RPC{}, "\x38\x43\x76\x59\x00\x00\x00\x01"+zeros(20))
}

func TestTFTP(t *testing.T) {
	check(t, l7.UDP, 69, files.TFTP{File: "a/b.c", Mode: "octet"}, "\x00\x01a/b.c\x00OCTET\x00")
	require.Contains(t, l7test.RecordsOf[files.TFTP](t, "corpus/pcap/tftp.pcap", files.Protos()),
		files.TFTP{File: "rfc1350.txt", Mode: "octet"})
}
