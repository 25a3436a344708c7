package nfstream_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/packet"
)

// recut is a source whose TCP segments are cut at random points into several, in order.
type recut struct {
	capture.Source
	decoder *packet.Decoder
	random  *rand.Rand
	in      capture.Batch
}

func (r *recut) Next(ctx context.Context, b *capture.Batch) error {
	err := r.Source.Next(ctx, &r.in)
	b.Reset()
	for _, f := range r.in.Frames {
		r.cut(f, b)
	}
	return err
}

// cut appends the frame, or the frames that its segment is cut into.
func (r *recut) cut(f capture.Frame, b *capture.Batch) {
	p := packet.Packet{Data: f.Data, Time: f.Time, WireLength: f.Length}
	ok := r.decoder.Decode(&p, f.Link) == packet.OK && p.Key.Proto == 6 && !p.Fragment && p.Key.Tunnel == 0
	if !ok || p.PayloadLength < 2 || p.Payload+p.PayloadLength != p.End || p.Flags&packet.SYN != 0 {
		b.Append(f)
		return
	}
	cuts := []uint32{0, p.PayloadLength}
	for range 1 + r.random.IntN(4) {
		cuts = append(cuts, r.random.Uint32N(p.PayloadLength))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := range len(cuts) - 1 {
		if len(bytes.Trim(f.Data[p.Payload+cuts[i]:p.Payload+cuts[i+1]], "\x00")) == 0 {
			b.Append(f) // a small segment of zeroes without PSH is taken for padding
			return
		}
	}
	for i := range len(cuts) - 1 {
		b.Append(piece(f, &p, cuts[i], cuts[i+1]))
	}
}

// piece returns the frame with the segment's bytes from one place to another, as a stack that splits it would send it:
// the flags that mark its end are the last one's.
func piece(f capture.Frame, p *packet.Packet, from, to uint32) capture.Frame {
	data := slices.Concat(f.Data[:p.Payload], f.Data[p.Payload+from:p.Payload+to])
	less := p.PayloadLength - (to - from)
	ip := data[p.Network:]
	at := 2 // total length
	if p.Key.Ver == 6 {
		at = 4 // payload length
	}
	if was := binary.BigEndian.Uint16(ip[at:]); was != 0 {
		binary.BigEndian.PutUint16(ip[at:], was-uint16(less))
	}
	tcp := data[p.Transport:]
	binary.BigEndian.PutUint32(tcp[4:], p.Seq+from)
	if to < p.PayloadLength {
		tcp[13] &^= packet.FIN | packet.PSH
	}
	f.Data, f.Length = data, uint32(len(data))
	return f
}

// inspected are the groups of columns that inspection fills.
var inspected = []string{"id", "application_name", "category_name", "client_info", "server_info", "j3a_client",
	"j3a_server", "label", "names", "http", "tls", "quic", "dns", "ssh"}

// However the messages of a capture are split into segments, the labels and metadata of its flows are the same.
func TestSegmentsMakeNoDifference(t *testing.T) {
	for _, path := range corpus.AtHand(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			want := inspect(t, path, nil)
			for seed := range uint64(2) {
				got := inspect(t, path, rand.New(rand.NewPCG(seed, 5)))
				require.Equal(t, len(want), len(got))
				for i := range want {
					require.Equal(t, want[i], got[i])
				}
			}
		})
	}
}

// inspect returns what inspection finds in a capture, with its segments cut if random is given.
func inspect(t *testing.T, path string, random *rand.Rand) (rows [][]string) {
	src, err := capture.Open(path)
	require.NoError(t, err)
	if random != nil {
		src = &recut{Source: src, random: random, decoder: packet.NewDecoder(packet.Options{Tunnels: true})}
	}
	s, err := nfstream.New(src, nfstream.Config{Fields: inspected, MaxTCPDissections: 1<<16 - 1, Workers: 1})
	require.NoError(t, err)
	for f, err := range s.Flows(t.Context()) {
		if err != nil {
			require.True(t, errors.Is(err, nfstream.ErrTruncated) || errors.Is(err, io.ErrUnexpectedEOF), err)
			break
		}
		var row []string
		for _, c := range s.Columns() {
			row = append(row, c.Name+"="+c.Text(f))
		}
		rows = append(rows, row)
	}
	return rows
}
