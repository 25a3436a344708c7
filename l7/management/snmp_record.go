package management

import (
	"strings"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// SNMP holds the values of the first message. Version is the version on the wire: 0 for 1, 1 for 2c, 3 for 3.
type SNMP struct {
	_ metadata.Uncompared

	Version   uint8
	Community string // of versions 1 and 2c
	User      string // of version 3, by the user-based security model (RFC 3414, section 2.4)
	PDU       string // such as get-request; empty if it is encrypted
}

func snmpColumns() []*metadata.Column {
	columns := metadata.TextColumns(`snmp_community community, in versions 1 and 2c
snmp_user user, in version 3
snmp_pdu* type of the PDU, such as get-request`, func(m *SNMP, i int) string {
		return [...]string{m.Community, m.User, m.PDU}[i]
	})
	return append(columns, metadata.Int("snmp_version", "version as it is on the wire: 0 for 1, 1 for 2c, 3 for 3",
		func(m *SNMP) int64 { return int64(m.Version) }).Unsigned(8))
}

// snmpPDUs are the types of PDUs by their tags from 0xa0 on (RFC 1157, section 4.1; RFC 3416, section 3).
const snmpPDUs = "get-request,get-next-request,response,set-request,trap,get-bulk-request,inform-request,snmpV2-trap,report"

func readSNMP(c *l7.Ctx) {
	message := wire.NewCursor(c.Data)
	message.BER()
	version := message.Element(tagInteger)
	m := l7.Record[SNMP](c)
	if m.Version = version.Uint8(); m.Version != 3 {
		community := message.Element(tagOctets)
		m.Community = kept(community.Rest())
	} else {
		message.Element(tagSequence)
		security := message.Element(tagOctets)
		model := security.Element(tagSequence)
		model.Element(tagOctets)  // engine
		model.Element(tagInteger) // boots
		model.Element(tagInteger) // time
		user := model.Element(tagOctets)
		m.User = kept(user.Rest())
		if tag, _ := message.BER(); tag != tagSequence {
			return
		}
		message.Element(tagOctets) // context
		message.Element(tagOctets)
	}
	if tag, _ := message.BER(); message.OK() && tag >= 0xa0 {
		m.PDU = nth(snmpPDUs, int(tag-0xa0))
	}
}

// kept returns the part of a text that is kept.
//
//go:noinline
func kept(text []byte) string { return string(text[:min(len(text), 256)]) }

// nth returns an element of a comma separated list, empty for one that is not there.
func nth(list string, n int) string {
	for range n {
		_, list, _ = strings.Cut(list, ",")
	}
	list, _, _ = strings.Cut(list, ",")
	return list
}
