package l7test

import (
	"bytes"
	"encoding/binary"
	"os"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

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
