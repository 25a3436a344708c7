package files

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// afp is the Apple Filing Protocol on the Data Stream Interface (Apple, AFP over TCP, "DSI packet format"): a session is
// opened, or on its port any command.
func afp() l7.Proto {
	return l7.Proto{
		ID: categories.AFP, On: l7.TCP, Ports: []uint16{548}, First: l7.Bytes(0, 1), Probe: probeAFP,
		Samples: l7.Samples("\x00\x04\x00\x01\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x00\x00\x01\x04\x00\x00\x04\x00",
			"\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	}
}

func probeAFP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case b[0] > 1 || len(b) > 1 && (b[1] == 0 || b[1] > 8):
		return l7.Reject
	case len(b) < 16:
		return l7.More
	}
	length := binary.BigEndian.Uint32(b[8:])
	switch {
	case binary.BigEndian.Uint32(b[12:]) != 0 || length > 1<<24: // reserved
		return l7.Reject
	case c.OnPort(548):
		return l7.Match
	case b[0] != 0 || binary.BigEndian.Uint32(b[4:]) != 0:
		return l7.Reject
	case b[1] == 4 && length == 6: // the option that says how much the client takes
		return l7.Prefix(b[16:], "\x01\x04")
	}
	return l7.Reject
}

// rsync is the daemon of rsync (Rsync, csprotocol.txt), which greets with its version.
func rsync() l7.Proto {
	return l7.Proto{
		ID: categories.RSYNC, On: l7.TCP, Ports: []uint16{873}, First: l7.Bytes('@'),
		Probe: func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "@RSYNCD: ") }, Samples: l7.Samples("@RSYNCD: 31.0\n"),
		Session: rsyncDialogue.Sessions(), Columns: rsyncColumns(),
	}
}

// git is Git's own transport (gitprotocol-pack, "Git transport"): a line that begins with its length in hexadecimal.
func git() l7.Proto {
	return l7.Proto{
		ID: categories.Git, On: l7.TCP, Ports: []uint16{9418}, First: l7.Bytes('0'), Probe: probeGit,
		Session: gitDialogue.Sessions(), Columns: gitColumns(),
		Samples: l7.Samples("0033git-upload-pack /project.git\x00host=example.com\x00"),
	}
}

func probeGit(c *l7.Ctx) l7.Verdict {
	if c.Data[0] != '0' {
		return l7.Reject
	}
	for _, b := range c.Data[:min(len(c.Data), 4)] {
		if !(b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'f') {
			return l7.Reject
		}
	}
	if len(c.Data) <= 4 {
		return l7.More
	}
	return l7.Prefix(c.Data[4:], "git-upload-pack ", "git-receive-pack ", "git-upload-archive ")
}

// lustre is the socket driver of Lustre's network (Lustre, lnet/include/uapi/linux/lnet): a request to connect, the greeting
// of its protocol, or a message.
func lustre() l7.Proto {
	return l7.Proto{
		ID: categories.Lustre, On: l7.TCP, Ports: []uint16{988}, First: l7.Bytes(0, 'c', 0xc0, 0xc1), Probe: probeLustre,
		Samples: l7.Samples("\x00\x71\xce\xac\x01\x00\x00\x00\x83\x58\xa8\xc0\x00\x00\x02\x00", "cirE\x03\x00\x00\x00",
			"\xc1\x00\x00\x00"+lustreZeros+"\x77\x58\xa8\xc0\x00\x00\x02\x00\x76\x58\xa8\xc0\x00\x00\x02\x00"),
	}
}

const (
	lustreZeros = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	lustreTCP   = "\x00\x00\x02\x00" // the network of an address
)

func probeLustre(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "\x00\x71\xce\xac\x01\x00\x00\x00", "cirE\x01\x00\x00\x00", "cirE\x02\x00\x00\x00",
		"cirE\x03\x00\x00\x00",
		"cirE\x04\x00\x00\x00"); v != l7.Reject {
		return v
	}
	if v := l7.Prefix(b, "\xc1\x00\x00\x00"+lustreZeros, "\xc0\x00\x00\x00"+lustreZeros); v != l7.Match {
		return v
	}
	if len(b) < 40 {
		return l7.More
	}
	if string(b[28:32]) == lustreTCP && string(b[36:40]) == lustreTCP {
		return l7.Match
	}
	return l7.Reject
}

// ceph is Ceph's messenger (Ceph, "Network protocol" and "msgr2 protocol", banner).
func ceph() l7.Proto {
	return l7.Proto{
		ID: categories.Ceph, On: l7.TCP, Ports: []uint16{6789, 3300}, First: l7.Bytes('c'),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "ceph v0", "ceph v2\n") },
		Samples: l7.Samples("ceph v027", "ceph v2\n"),
	}
}

// msdo returns Microsoft's Delivery Optimization (MS-DO). Its peers greet with a length and a name.
func msdo() l7.Proto {
	return l7.Proto{
		ID: categories.MSDO, On: l7.TCP, Ports: []uint16{7680}, First: l7.Bytes(14),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "\x0eSwarm protocol") },
		Samples: l7.Samples("\x0eSwarm protocol\x00\x00\x00\x00\x00\x00\x00\x00"),
	}
}

// uftp is Encrypted UDP based FTP with multicast (UFTP, "The UFTP protocol", header) on its port, in version 4 or 5. The type of
// message stands in two headers.
func uftp() l7.Proto {
	return l7.Proto{
		ID: categories.UFTP, On: l7.UDP, Ports: []uint16{1044}, PortsOnly: true, Min: 18, First: l7.Bytes(0x40, 0x50), Probe: probeUFTP,
		Samples: l7.Samples("\x40\x01\x00\x00\x0a\x00\x00\x01\x96\xf4\xc3\x04\x00\x9d\x00\x00\x01\x06\x00\x14\x00\x00\x05\x14"),
	}
}

func probeUFTP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 18 || !c.OnPort(1044) || b[0] != 0x40 && b[0] != 0x50 || b[1] == 0 || b[1] > 25 || b[16] != b[1] {
		return l7.Reject
	}
	return l7.Match
}
