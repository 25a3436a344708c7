//go:build !nfstream_no_industrial

// Package industrial recognises protocols of plants, vehicles, buildings and power grids.
package industrial

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family.
func Protos() []l7.Proto {
	return l7.Collect(
		modbus, s7, s7Plus, mms, dnp3, dnp3Datagram, iec104, synchrophasor, synchrophasorStream,
		bacnet, knx,
		knxStream, ethernetIP, ethernetIPStream, cipIO, sbus, etherSIO, opcUA, hartIP, hartIPStream,
		fins,
		finsStream, melsec, melsecStream, triStation, ads, canOverEthernet, someIP, someIPStream,
		rtps, trdp,
		trdpStream, atg, globalData, cnpIP, hislip, dlms, dlmsDatagram, c1222, c1222Stream, profinet,
		roc,
	)
}
