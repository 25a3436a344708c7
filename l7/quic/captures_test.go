package quic_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/packet"
)

// captureFiles returns the captures that the parsers are compared over.
func captureFiles(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(corpus.Reference(t, "corpus/pcap"), "*.*"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	return paths
}

type endpoints struct {
	src, dst netip.AddrPort
	proto    uint8
}

func (e endpoints) reversed() endpoints { return endpoints{e.dst, e.src, e.proto} }

type segment struct {
	seq   uint32
	data  []byte
	flags uint8
}

// readFlows returns the payloads of each direction of each flow of a capture, in the order captured.
func readFlows(t testing.TB, path string) (order []endpoints, flows map[endpoints][]segment) {
	t.Helper()
	next, err := openFrames(path)
	require.NoError(t, err, path)
	flows = map[endpoints][]segment{}
	decoder := packet.NewDecoder(packet.Options{Tunnels: true})
	for {
		data, info, link, err := next()
		if err != nil {
			return order, flows
		}
		p := packet.Packet{Data: data, WireLength: uint32(info.Length)}
		if decoder.Decode(&p, packet.LinkType(link)) != packet.OK || p.Fragment {
			continue
		}
		e := endpoints{p.Src(), p.Dst(), p.Key.Proto}
		if flows[e] == nil {
			order = append(order, e)
		}
		flows[e] = append(flows[e], segment{p.Seq, bytes.Clone(p.TransportPayload()), p.Flags})
	}
}

type nextFrame func() ([]byte, gopacket.CaptureInfo, layers.LinkType, error)

// openFrames opens a capture for pcapgo, which knows only version 2.4 and takes the upper bits of the link type for
// part of it.
func openFrames(path string) (nextFrame, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	switch binary.BigEndian.Uint32(content) {
	case 0xa1b2c3d4:
		copy(content[4:], "\x00\x02\x00\x04")
		copy(content[20:], "\x00\x00")
	case 0xd4c3b2a1, 0x4d3cb2a1:
		copy(content[4:], "\x02\x00\x04\x00")
		copy(content[22:], "\x00\x00")
	default:
		return openNgFrames(content)
	}
	r, err := pcapgo.NewReader(bytes.NewReader(content))
	return func() ([]byte, gopacket.CaptureInfo, layers.LinkType, error) {
		data, info, err := r.ReadPacketData()
		return data, info, r.LinkType(), err
	}, err
}

func openNgFrames(content []byte) (nextFrame, error) {
	options := pcapgo.DefaultNgReaderOptions
	options.WantMixedLinkType = true
	r, err := pcapgo.NewNgReader(bytes.NewReader(content), options)
	return func() ([]byte, gopacket.CaptureInfo, layers.LinkType, error) {
		data, info, err := r.ReadPacketData()
		link := layers.LinkTypeNull
		if len(info.AncillaryData) > 0 {
			link, _ = info.AncillaryData[0].(layers.LinkType)
		}
		return data, info, link, err
	}, err
}

// label is what the reference says of a flow.
type label struct {
	Src     string `json:"src_ip"`
	Dst     string `json:"dest_ip"`
	SrcPort uint16 `json:"src_port"`
	DstPort uint16 `json:"dst_port"`
	Proto   string `json:"proto"`
	NDPI    struct {
		Hostname string `json:"hostname"`
		QUIC     *struct {
			Version   string `json:"quic_version"`
			UserAgent string `json:"user_agent"`
			TLS       struct {
				JA3        string `json:"ja3"`
				JA4        string `json:"ja4"`
				Advertised string `json:"advertised_alpns"`
				Versions   string `json:"tls_supported_versions"`
			} `json:"tls"`
		} `json:"quic"`
	} `json:"ndpi"`
}

func (l *label) endpoints() endpoints {
	proto := map[string]uint8{"TCP": 6, "UDP": 17}[l.Proto]
	src, _ := netip.ParseAddr(l.Src)
	dst, _ := netip.ParseAddr(l.Dst)
	return endpoints{netip.AddrPortFrom(src, l.SrcPort), netip.AddrPortFrom(dst, l.DstPort), proto}
}

// quicLabels returns the labels of a capture's flows that are QUIC.
func quicLabels(t testing.TB, capture string) (labels []label) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(corpus.Reference(t, "corpus/labels"), filepath.Base(capture)+".jsonl"))
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	for line := range strings.Lines(string(content)) {
		var l label
		require.NoError(t, json.Unmarshal([]byte(line), &l))
		if l.NDPI.QUIC != nil {
			labels = append(labels, l)
		}
	}
	return labels
}
