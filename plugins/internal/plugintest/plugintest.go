// Package plugintest runs plug-ins over packets of a single UDP conversation, for tests.
package plugintest

import (
	"context"
	"encoding/binary"
	"io"
	"time"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// Packet is a packet of the conversation between 10.0.0.1 and 10.0.0.2.
type Packet struct {
	At   time.Duration // after the start of the capture
	Size int           // bytes of the IP packet, at least 28
	Back bool          // from 10.0.0.2
	Port uint16        // of 10.0.0.1
}

// Run returns the flows of the packets.
func Run(cfg nfstream.Config, packets []Packet) (flows []*nfstream.Flow, columns []*nfstream.Column, err error) {
	s, err := nfstream.New(&source{packets: packets}, cfg)
	if err != nil {
		return nil, nil, err
	}
	for f, err := range s.Flows(context.Background()) {
		if err != nil {
			return nil, nil, err
		}
		flows = append(flows, f)
	}
	return flows, s.Columns(), nil
}

type source struct{ packets []Packet }

func (s *source) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	for _, p := range s.packets {
		b.Append(capture.Frame{Data: p.frame(), Time: int64(start + p.At), Length: uint32(p.Size), Link: packet.LinkIPv4})
	}
	s.packets = nil
	return io.EOF
}

func (*source) Stats() capture.Stats { return capture.Stats{} }
func (*source) Close() error         { return nil }

// start is the start of captures, since the Unix epoch.
const start = 1_700_000_000 * time.Second

func (p Packet) frame() []byte {
	b := make([]byte, p.Size)
	b[0], b[8], b[9] = 0x45, 64, 17
	binary.BigEndian.PutUint16(b[2:], uint16(p.Size))
	copy(b[12:], []byte{10, 0, 0, 1, 10, 0, 0, 2})
	binary.BigEndian.PutUint16(b[20:], 40000+p.Port)
	binary.BigEndian.PutUint16(b[22:], 9)
	binary.BigEndian.PutUint16(b[24:], uint16(p.Size-20))
	if p.Back {
		b[15], b[19] = 2, 1
		b[20], b[21], b[22], b[23] = b[22], b[23], b[20], b[21]
	}
	return b
}
