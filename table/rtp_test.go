//go:build !tiny

package table

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/packet"
)

// talk processes datagrams of a flow, one each 20 ms.
type talk struct {
	shard *Shard
	p     packet.Packet
	n     uint64

	buffer [32]byte
}

func newTalk(rtp bool) *talk {
	return &talk{shard: NewShard(Config{Idle: 1 << 50, Active: 1 << 50, RTP: rtp, Protocols: l7.Compile(all.Protos()),
		Limits: l7.Limits{TCP: 10, UDP: 16}})}
}

func (k *talk) say(flow uint32, payload []byte) {
	k.n++
	time := int64(k.n) * 20e6
	setFlow(&k.p, flow, time)
	k.p.Key.Proto, k.p.Data, k.p.End, k.p.PayloadLength = protoUDP, payload, uint32(len(payload)), uint32(len(payload))
	k.p.Hash = k.p.Key.Hash()
	k.shard.Process(&k.p, k.n, time)
}

// media says packets of RTP, each 160 units of its clock after the one before.
func (k *talk) media(flow uint32, first, packets int) {
	b := k.buffer[:]
	b[0] = 0x80
	for i := first; i < first+packets; i++ {
		binary.BigEndian.PutUint16(b[2:], uint16(i))
		binary.BigEndian.PutUint32(b[4:], uint32(i)*160)
		b[11] = byte(flow)
		k.say(flow, b)
	}
}

// shown returns what was measured of the flow of the last packet.
func (k *talk) shown() (*record.RTP, categories.ID) {
	var f flow.Flow
	slot := k.shard.find(&k.p)
	k.shard.slab.View(slot, &f)
	return f.Record(record.Access{}).RTP, f.Label().Protocol
}

// A flow of RTP is measured from its first packet on, after what shares its ports too; others are not.
func TestRTPIsMeasured(t *testing.T) {
	k := newTalk(true)
	k.media(1, 0, 50)
	m, label := k.shown()
	require.Equal(t, categories.RTP, label)
	all, n := m.Sources(0)
	require.Equal(t, 1, n)
	require.EqualValues(t, 50, all[0].Packets())
	ns, ok := all[0].Jitter()
	require.True(t, ok)
	require.Zero(t, ns)

	k.say(2, []byte("\x00\x01\x00\x00\x21\x12\xa4\x420123456789ab"))
	k.say(2, []byte("\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x00\x00\x00"))
	k.media(2, 0, 300)
	m, label = k.shown()
	require.Contains(t, []categories.ID{categories.DTLS, categories.STUN}, label)
	all, _ = m.Sources(0)
	require.EqualValues(t, 300, all[0].Packets())

	k.say(3, []byte("\x80\x00\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x04test\x00\x00\x01\x00\x01"))
	k.media(3, 0, 3)
	m, label = k.shown()
	require.Equal(t, categories.DNS, label)
	require.Nil(t, m)
	require.Zero(t, testing.AllocsPerRun(100, func() { k.media(1, 50, 1) }))
}

// What was measured of a flow is gone when its slot serves another flow.
func TestRTPOfASlotIsCleared(t *testing.T) {
	k := newTalk(true)
	k.media(1, 0, 5)
	slot := k.shard.find(&k.p)
	before, _ := k.shown()
	k.shard.end(slot, flow.Idle, Ended{})
	var changes Changes
	k.shard.Swap(&changes)
	k.shard.Release(changes.Ended)
	k.media(2, 0, 2)
	require.Equal(t, slot, k.shard.find(&k.p))
	after, _ := k.shown()
	require.Same(t, before, after)
	all, n := after.Sources(0)
	require.Equal(t, 1, n)
	require.EqualValues(t, 2, all[0].Packets())
}

// Nothing is kept for RTP where no column of it is asked for.
func TestRTPIsNotMeasuredUnasked(t *testing.T) {
	k := newTalk(false)
	k.media(1, 0, 50)
	m, label := k.shown()
	require.Equal(t, categories.RTP, label)
	require.Nil(t, m)
	require.Nil(t, k.shard.slab.rtp)
}
