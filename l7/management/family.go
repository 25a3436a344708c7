//go:build !nfstream_no_management

// Package management has the protocols by which networks and hosts are watched, found and controlled, and users known.
package management

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_management.
func Protos() []l7.Proto {
	return l7.Collect(
		snmp, syslogDatagram, syslogStream, netflow, sflow, collectd, zabbix, checkmk, munin, kismet, ripeAtlas,
		ldapStream, ldapDatagram, kerberosStream, kerberosDatagram, on(kpasswd, l7.TCP), on(kpasswd, l7.UDP), radius, diameter,
		wsd, on(slp, l7.UDP), on(slp, l7.TCP), mndp, ubiquiti, cpha, on(dlep, l7.UDP), on(dlep, l7.TCP), openflow, rmcp,
		ptp, roughtime, on(bfcp, l7.UDP), on(bfcp, l7.TCP), whois, z3950, huaweiPush, tacacs, nrpe,
	)
}

// on returns what makes a protocol for one of its transports.
func on(protocol func(l7.Transport) l7.Proto, t l7.Transport) func() l7.Proto {
	return func() l7.Proto { return protocol(t) }
}
