package db

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/ntlm"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// tds is the Tabular Data Stream of SQL Server and Sybase (MS-TDS, sections 2.2.3.1, 2.2.6.4 and 2.2.6.5): what a client says
// before it logs in, or a login. On its port other packets do as well.
func tds() l7.Proto {
	return l7.Proto{
		ID: categories.MsSQLTDS, On: l7.TCP, Ports: []uint16{1433}, First: l7.Bytes(1, 2, 3, 4, 6, 7, 8, 14, 15, 16, 17, 18), Probe: probeTDS,
		Session: tdsDialogue.Sessions(), Columns: tdsColumns(),
		Samples: l7.Samples("\x12\x01\x00\x2f\x00\x00\x00\x00\x00\x00\x1a\x00\x06\x01\x00\x20\x00\x01",
			"\x10\x01\x00\x90\x00\x00\x01\x00\x88\x00\x00\x00\x04\x00\x00\x74",
			"\x10\x01\x00\x90\x00\x00\x01\x00\x88\x00\x00\x00\x02\x00\x09\x72"),
	}
}

func probeTDS(c *l7.Ctx) l7.Verdict {
	b, port := c.Data, c.OnPort(1433)
	for i, most := range [...]byte{0x12, 0x19, 0xff, 0xff, 0xff, 0xff, 0xff,
		0} { // type, status, length, process, number, window
		switch {
		case i == len(b):
			return l7.More
		case b[i] > most, i == 0 && (b[0] == 0 || b[0] == 5 || b[0] > 8 && b[0] < 14), !port && i == 0 && b[0] != 2 &&
			b[0] != 0x10 && b[0] != 0x12, i == 1 && b[1]&6 != 0:
			return l7.Reject
		}
	}
	length := binary.BigEndian.Uint16(b[2:])
	switch {
	case length < 8 || length > 1<<15:
		return l7.Reject
	case port, b[0] == 2 && string(b[:6]) == "\x02\x00\x02\x00\x00\x00": // a login of Sybase fills packets of 512 bytes
		return l7.Match
	case b[0] == 2:
		return l7.Reject
	case b[0] == 0x12: // options: kind, place, length
		return l7.Prefix(b[8:], "\x00\x00")
	case len(b) < 16:
		return l7.More
	}
	login, version := binary.LittleEndian.Uint32(b[8:]), b[15] // a login's length, and its version, from 7.0 to 7.4
	if last := b[1]&1 != 0; last && login != uint32(length)-8 || login > 1<<16 || version < 0x70 ||
		version > 0x74 || b[12] > 4 {
		return l7.Reject
	}
	return l7.Match
}

// drda is the Distributed Relational Database Architecture of DB2, Informix and Derby (The Open Group C114, volume 3, "DSS"):
// two lengths that agree, and the code of a command.
func drda() l7.Proto {
	return l7.Proto{
		ID: categories.DRDA, On: l7.TCP, Ports: []uint16{50000}, Probe: probeDRDA,
		Samples: l7.Samples("\x00\x89\xd0\x41\x00\x01\x00\x83\x10\x41\x00\x39"),
	}
}

func probeDRDA(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case len(b) > 2 && b[2] != 0xd0, len(b) > 3 && (b[3]&0xf == 0 || b[3]&0xf > 5 || b[3]&0x80 != 0), b[0] > 0x7f,
		len(b) > 7 && binary.BigEndian.Uint16(b[6:])+6 != binary.BigEndian.Uint16(b):
		return l7.Reject
	case len(b) < 9:
		return l7.More
	}
	return l7.Prefix(b[8:9], "\x10", "\x11", "\x12", "\x14", "\x20", "\x22", "\x24") // of commands, replies and data
}

// oracle is Oracle's Net8, the Transparent Network Substrate (Oracle, "Oracle Net Services"): a request to connect.
func oracle() l7.Proto {
	return l7.Proto{
		ID: categories.Oracle, On: l7.TCP, Ports: []uint16{1521}, First: l7.Bytes(0, 1), Probe: probeOracle,
		Session: oracleDialogue.Sessions(), Columns: oracleColumns(),
		Samples: l7.Samples("\x00\xd4\x00\x00\x01\x00\x00\x00\x01\x3b\x01\x2c\x0c\x41\x20\x00"),
	}
}

func probeOracle(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, want := range [...]int{-1, -1, 0, 0, 1, -1, 0, 0, 1, -1, 1} { // length, sum, type, flags, sum, versions
		switch {
		case i == len(b):
			return l7.More
		case want >= 0 && int(b[i]) != want, i == 0 && b[0] > 1, i == 5 && b[5] > 8, i == 1 && b[0] == 0 && b[1] < 34:
			return l7.Reject
		}
	}
	return l7.Match
}

// tdsDialogue reads the version of the server in its answer to the first message, and the login.
var tdsDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 10, Length: func(b []byte) int {
		switch {
		case len(b) < 4:
			return 0
		case b[0] == 0 || b[0] > 0x12 || b[2] == 0 && b[3] < 8:
			return -1
		}
		return int(binary.BigEndian.Uint16(b[2:]))
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		switch body := b[8:]; b[0] {
		case 2:
			return readTDS5(c, body)
		case 4:
			return readTDSAnswer(c, body)
		case 0x10:
			return readTDSLogin(c, body)
		case 0x11: // NTLM goes on
			if n, ok := ntlm.Find(body); ok && n.User != "" {
				l7.Record[TDS](c).User = n.User
			}
		}
		return false
	},
}

// readTDSAnswer reads an answer to the first message, which has the version of the server first (MS-TDS, section 2.2.6.5). It
// reports whether that is not what it is, but the answer to a login.
func readTDSAnswer(c *l7.Ctx, b []byte) (done bool) {
	if len(b) < 5 || b[0] != 0 || binary.BigEndian.Uint16(b[3:]) != 6 {
		return len(b) > 0 && b[0] == 0xad // an acknowledgement
	}
	at := int(binary.BigEndian.Uint16(b[1:]))
	if len(b) < at+4 {
		return false
	}
	version := strconv.AppendUint(nil, uint64(b[at]), 10)
	version = strconv.AppendUint(append(version, '.'), uint64(b[at+1]), 10)
	version = strconv.AppendUint(append(version, '.'), uint64(binary.BigEndian.Uint16(b[at+2:])), 10)
	l7.Record[TDS](c).Version = string(version)
	return false
}

// readTDSLogin reads a LOGIN7 (section 2.2.6.4), and reports whether it is whole without NTLM.
func readTDSLogin(c *l7.Ctx, b []byte) (done bool) {
	if len(b) < 94 {
		return false
	}
	m := l7.Record[TDS](c)
	m.Host, m.User = wire.UTF16(text16(b, 36)), wire.UTF16(text16(b, 40))
	m.Application, m.Server = wire.UTF16(text16(b, 48)), wire.UTF16(text16(b, 52))
	m.Database = wire.UTF16(text16(b, 68))
	return m.User != ""
}

// readTDS5 reads a login of Sybase: the host and the user in 30 bytes each, with their lengths after them.
func readTDS5(c *l7.Ctx, b []byte) (done bool) {
	if len(b) >= 62 && b[30] <= 30 && b[61] <= 30 {
		m := l7.Record[TDS](c)
		m.Host, m.User = string(b[:b[30]]), string(b[31:31+b[61]])
	}
	return true
}

// oracleDialogue reads the description of the connection, which may come in a second message.
var oracleDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 11, Length: func(b []byte) int {
		switch {
		case len(b) < 4:
			return 0
		case b[0] == 0 && b[1] < 8:
			return -1
		}
		return int(binary.BigEndian.Uint16(b))
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		service := descriptor(b, "(SERVICE_NAME=")
		if service == "" {
			service = descriptor(b, "(SID=")
		}
		if cid := bytes.Index(b, []byte("(CID=")); service != "" || cid >= 0 {
			b = b[max(cid, 0):]
			m := l7.Record[Oracle](c)
			m.Service, m.User = service, descriptor(b, "(USER=")
			m.Program, m.Host = descriptor(b, "(PROGRAM="), descriptor(b, "(HOST=")
			return true
		}
		return false
	},
}

// descriptor returns the value of a name, up to its parenthesis.
func descriptor(b []byte, name string) string {
	_, b, _ = bytes.Cut(b, []byte(name))
	b, _, _ = bytes.Cut(b, []byte(")"))
	return kept(b)
}
