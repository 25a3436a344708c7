//go:build !nfstream_no_vendor

package vendor

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const ptpEvent, ptpGeneral, ptpHeader = 319, 320, 34

// ptp recognises the Precision Time Protocol, version 2 (IEEE 1588-2019, section 13.3): on its two ports, a type, the version, and
// a length that fits.
func ptp() l7.Proto {
	return l7.Proto{
		ID: categories.PTPv2, On: l7.UDP, Ports: []uint16{ptpEvent, ptpGeneral}, Min: ptpHeader, Probe: probePTP,
		Samples: [][]byte{append([]byte("\x00\x02\x00\x2c\x00\x00\x04\x00"), make([]byte, 36)...)},
	}
}

func probePTP(c *l7.Ctx) l7.Verdict {
	const version, types = 2, 1<<0 | 1<<1 | 1<<2 | 1<<3 | 0x3f<<8 // Sync up to Pdelay_Resp, Follow_Up up to Management
	b := c.Data
	if c.DstPort != ptpEvent && c.DstPort != ptpGeneral || len(b) < ptpHeader || b[1]&0x0f != version || types>>(b[0]&0x0f)&1 == 0 {
		return l7.Reject
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	return matchIf(n >= ptpHeader && n <= len(b))
}
