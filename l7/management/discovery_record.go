package management

import (
	"bytes"
	"net"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// Mikrotik is what a router announces of itself.
type Mikrotik struct {
	_ metadata.Uncompared

	Identity, Version, Board, SoftwareID, MAC string
}

func mikrotikColumns() []*metadata.Column {
	return metadata.TextColumns(`mikrotik_identity name of the router
mikrotik_version* version of RouterOS
mikrotik_board* kind of the board
mikrotik_software_id identifier of the licence
mikrotik_mac MAC address of the router`, func(m *Mikrotik, i int) string {
		return [...]string{m.Identity, m.Version, m.Board, m.SoftwareID, m.MAC}[i]
	})
}

// readMNDP reads types and values (MikroTik, "Neighbor discovery").
func readMNDP(c *l7.Ctx) {
	m, r := l7.Record[Mikrotik](c), wire.NewCursor(c.Data)
	for r.Skip(4); r.Len() >= 4; {
		kind := r.Uint16()
		switch value := r.Bytes(int(r.Uint16())); kind {
		case 1:
			m.MAC = net.HardwareAddr(value[:min(len(value), 8)]).String()
		case 5:
			m.Identity = kept(value)
		case 7:
			m.Version = kept(value)
		case 11:
			m.SoftwareID = kept(value)
		case 12:
			m.Board = kept(value)
		}
	}
}

// Ubiquiti is what a device announces of itself.
type Ubiquiti struct {
	_ metadata.Uncompared

	Version, Host, Model string
}

func ubiquitiColumns() []*metadata.Column {
	return metadata.TextColumns(`ubiquiti_version* version of the device's firmware
ubiquiti_host name of the device
ubiquiti_model* model of the device`, func(m *Ubiquiti, i int) string {
		return [...]string{m.Version, m.Host, m.Model}[i]
	})
}

// readUbiquiti reads types and values, up to the first message with any.
func readUbiquiti(c *l7.Ctx, b []byte) (done bool) {
	r := wire.NewCursor(b)
	for r.Skip(4); r.Len() >= 3; {
		kind := r.Uint8()
		value := r.Block16()
		text := kept(value.Rest())
		switch {
		case text == "":
		case kind == 0x03:
			l7.Record[Ubiquiti](c).Version = text
		case kind == 0x0b:
			l7.Record[Ubiquiti](c).Host = text
		case kind == 0x0c, kind == 0x14: // short and long
			l7.Record[Ubiquiti](c).Model = text
		}
		done = true
	}
	return done
}

// WSD is what the first message is about.
type WSD struct {
	_ metadata.Uncompared

	Action string // such as Probe or Hello
	Types  string // of devices that are searched for or found
}

func wsdColumns() []*metadata.Column {
	return metadata.TextColumns(`wsd_action* what the first message does, such as Probe or Hello
wsd_types types of devices that are searched for or found`, func(m *WSD, i int) string {
		return [...]string{m.Action, m.Types}[i]
	})
}

func readWSD(c *l7.Ctx) {
	action := element(c.Data, "Action")
	action = action[bytes.LastIndexByte(action, '/')+1:]
	if types := element(c.Data, "Types"); len(action)+len(types) > 0 {
		*l7.Record[WSD](c) = WSD{Action: kept(action), Types: kept(types)}
	}
}

// element returns the text of the first element of XML that has a name in any name space.
func element(b []byte, name string) []byte {
	for {
		_, rest, ok := bytes.Cut(b, []byte(name))
		if !ok {
			return nil
		}
		before := b[len(b)-len(rest)-len(name)-1:]
		b = rest
		if len(rest) == 0 || before[0] != ':' && before[0] != '<' || rest[0] != '>' && rest[0] != ' ' {
			continue
		}
		_, text, _ := bytes.Cut(rest, []byte(">"))
		text, _, ok = bytes.Cut(text, []byte("<"))
		if ok {
			return bytes.TrimSpace(text)
		}
	}
}
