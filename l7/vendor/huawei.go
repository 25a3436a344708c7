//go:build !nfstream_no_vendor

package vendor

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// huaweiPush recognises the notifications of Huawei's devices, registered as hpvirtgrp: a type and the length of the whole
// message, in a request and in its answer.
func huaweiPush() l7.Proto {
	return l7.Proto{
		ID: categories.HPVirtGrp, On: l7.TCP, Ports: []uint16{5223}, First: l7.Bytes(0x16, 0x17), Probe: probeHuaweiPush,
		Samples: [][]byte{
			append([]byte("\x16\x00\x84\x00"), make([]byte, 128)...), append([]byte("\x17\x00\x34\x00"), make([]byte, 48)...),
		},
	}
}

func probeHuaweiPush(c *l7.Ctx) l7.Verdict {
	const request, answer = 0x16, 0x17
	b, other := c.Data, c.Other()
	switch {
	case c.SrcPort != 5223 && c.DstPort != 5223, len(b) > 1 && b[1] != 0, len(b) > 3 && b[3] != 0:
		return l7.Reject
	case len(b) < 4:
		return l7.More
	}
	n := int(binary.BigEndian.Uint16(b[1:]))
	if n < 32 || len(b) > n {
		return l7.Reject
	}
	if len(b) == n && len(other) > 4 && other[0] == b[0]^(request^answer) && int(binary.BigEndian.Uint16(other[1:])) == len(other) {
		return l7.Match
	}
	return l7.More
}
