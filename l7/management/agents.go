package management

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// zabbix is the protocol of Zabbix' servers and agents (Zabbix, "Header").
func zabbix() l7.Proto {
	return l7.Proto{
		ID: categories.Zabbix, On: l7.TCP, Ports: []uint16{10050, 10051}, First: l7.Bytes('Z'),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "ZBXD\x01", "ZBXD\x03", "ZBXD\x05", "ZBXD\x07") },
		Samples: l7.Samples("ZBXD\x01\x0a\x00\x00\x00\x00\x00\x00\x00proc.num[]"),
	}
}

// checkmk is the text of Checkmk's agent (Checkmk, "Monitoring agents").
func checkmk() l7.Proto {
	return l7.Proto{
		ID: categories.Checkmk, On: l7.TCP, Ports: []uint16{6556}, First: l7.Bytes('<'),
		Probe: func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "<<<check_mk") }, Samples: l7.Samples("<<<check_mk>>>\n"),
	}
}

// munin is the protocol of Munin's nodes (Munin, "Data exchange between master and node").
func munin() l7.Proto {
	return l7.Proto{
		ID: categories.Munin, On: l7.TCP, Ports: []uint16{4949}, First: l7.Bytes('#'),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "# munin node at ") },
		Samples: l7.Samples("# munin node at host\n"),
	}
}

// kismet is the text protocol of Kismet's server (Kismet, "Client/server protocol").
func kismet() l7.Proto {
	return l7.Proto{
		ID: categories.Kismet, On: l7.TCP, Ports: []uint16{2501}, First: l7.Bytes('*'),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "*KISMET: ") },
		Samples: l7.Samples("*KISMET: 0.0.0 1144004381 \x01Kismet\x01"),
	}
}

// ripeAtlas is the datagram by which a study of networks marks its probes of addresses in dark space ("MGLNDD" with the
// address and port that it is sent to).
func ripeAtlas() l7.Proto {
	probe := func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "MGLNDD_") }
	return l7.Proto{
		ID: categories.RipeAtlas, On: l7.UDP | l7.TCP, First: l7.Bytes('M'), Probe: probe,
		Samples: l7.Samples("MGLNDD_192.0.2.1_1114"),
	}
}

// huaweiPush returns the protocol between Huawei's devices and its push servers. A message has a type, its length, and
// encrypted data. The probe requires the first messages of both sides.
func huaweiPush() l7.Proto {
	return l7.Proto{
		ID: categories.HPVirtGrp, On: l7.TCP, Ports: []uint16{5223}, PortsOnly: true, First: l7.Bytes(0x16, 0x17), Probe: probeHuaweiPush,
		Samples: l7.Samples("\x16\x00\x08\x00\xaa\x88\x42\x62", "\x17\x00\x08\x00\xb7\x81\x5b\xba"),
	}
}

func probeHuaweiPush(c *l7.Ctx) l7.Verdict {
	if !c.OnPort(5223) {
		return l7.Reject
	}
	v := judgePush(c.Data)
	switch other := c.Other(); {
	case v != l7.Match:
		return v
	case len(other) == 0:
		return l7.More
	case other[0] == 0x16+0x17-c.Data[0]:
		return judgePush(other)
	}
	return l7.Reject
}

func judgePush(b []byte) l7.Verdict {
	if b[0] != 0x16 && b[0] != 0x17 || len(b) > 1 && b[1] != 0 {
		return l7.Reject
	}
	switch {
	case len(b) < 4, len(b) < int(b[2]):
		return l7.More
	case b[3] == 0 && len(b) == int(b[2]):
		return l7.Match
	}
	return l7.Reject
}
