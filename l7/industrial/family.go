//go:build !nfstream_no_industrial

// Package industrial recognises protocols of plants, vehicles, buildings and power grids.
package industrial

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family.
func Protos() []l7.Proto {
	return []l7.Proto{
		modbus(), s7(), s7Plus(), mms(), dnp3(), dnp3Datagram(), iec104(), synchrophasor(), synchrophasorStream(), bacnet(), knx(),
		knxStream(), ethernetIP(), ethernetIPStream(), cipIO(), sbus(), etherSIO(), opcUA(), hartIP(), hartIPStream(), fins(),
		finsStream(), melsec(), melsecStream(), triStation(), ads(), canOverEthernet(), someIP(), someIPStream(), rtps(), trdp(),
		trdpStream(), atg(), globalData(), cnpIP(), hislip(), dlms(), dlmsDatagram(), c1222(), c1222Stream(), profinet(),
	}
}

// matchIf returns Match if a probe found what it looks for.
func matchIf(found bool) l7.Verdict {
	if found {
		return l7.Match
	}
	return l7.Reject
}

// atLeast turns a Match into More until there are n bytes.
func atLeast(b []byte, n int, v l7.Verdict) l7.Verdict {
	if v == l7.Match && len(b) < n {
		return l7.More
	}
	return v
}
