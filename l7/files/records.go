package files

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/lines"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// RSYNC is what both sides say before a transfer.
type RSYNC struct {
	_ metadata.Uncompared

	Version string // of the protocol, of the side that speaks last
	Module  string // that the client asks for
}

func rsyncColumns() []*metadata.Column {
	return metadata.TextColumns(`rsync_version* version of the protocol
rsync_module module that the client asks for`, func(m *RSYNC, i int) string {
		return [...]string{m.Version, m.Module}[i]
	})
}

// rsyncDialogue reads versions and the client's first other line (rsync, csprotocol.txt).
var rsyncDialogue = &lines.Dialogue{Read: func(c *l7.Ctx, line []byte) (done bool) {
	if version, ok := lines.Argument(line, "@RSYNCD:"); ok {
		if len(version) > 0 && version[0] >= '0' && version[0] <= '9' {
			version, _, _ = bytes.Cut(version, []byte(" "))
			l7.Record[RSYNC](c).Version = string(version)
		}
		return false
	}
	if c.Dir != 0 {
		return false
	}
	l7.Record[RSYNC](c).Module = string(line[:min(len(line), 256)])
	return true
}}

// Git is what the client asks for.
type Git struct {
	_ metadata.Uncompared

	Service, Repository string
}

func gitColumns() []*metadata.Column {
	return metadata.TextColumns(`git_service* service that the client asks for, such as git-upload-pack
git_repository path of the repository`, func(m *Git, i int) string {
		return [...]string{m.Service, m.Repository}[i]
	})
}

// gitDialogue reads the first line, which its length in four digits goes before (gitprotocol-pack, "Git transport").
var gitDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 10, Length: func(b []byte) (length int) {
		for i := range 4 {
			if i >= len(b) {
				return 0
			}
			digit := strings.IndexByte("0123456789abcdef", b[i]|0x20)
			if digit < 0 {
				return -1
			}
			length = length<<4 | digit
		}
		if length < 4 {
			return -1
		}
		return length
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		service, rest, _ := bytes.Cut(b[4:], []byte(" "))
		path, rest, _ := bytes.Cut(rest, []byte{0})
		m := l7.Record[Git](c)
		m.Service, m.Repository = string(service[:min(len(service), 256)]), string(path[:min(len(path), 256)])
		host, _, _ := bytes.Cut(bytes.TrimPrefix(rest, []byte("host=")), []byte{0})
		if i := bytes.LastIndexByte(host, ':'); i > bytes.IndexByte(host, ']') {
			host = host[:i]
		}
		if len(host) > 0 && len(host) < 256 && bytes.HasPrefix(rest, []byte("host=")) {
			c.SetServerName(string(bytes.ToLower(host)))
		}
		return true
	},
}

// RPC is the first call of ONC RPC.
type RPC struct {
	_ metadata.Uncompared

	Program, Version, Procedure uint32
}

func rpcColumns() []*metadata.Column {
	columns := metadata.IntColumns(`rpc_program 32 program of the first call, such as 100003: NFS
rpc_version 32 version of the program`, func(m *RPC, i int) int64 {
		return [...]int64{int64(m.Program), int64(m.Version)}[i]
	})
	return append(columns, metadata.Int("rpc_procedure", "procedure of the first call",
		func(m *RPC) int64 { return int64(m.Procedure) }).Unsigned(32))
}

// readRPC reads a call (RFC 5531, section 9), which the bytes of a match hold.
func readRPC(c *l7.Ctx, b []byte) {
	if len(b) >= 24 && b[7] == 0 {
		m := l7.Record[RPC](c)
		m.Program, m.Version, m.Procedure = binary.BigEndian.Uint32(b[12:]), binary.BigEndian.Uint32(b[16:]), binary.BigEndian.Uint32(b[20:])
	}
}
