//go:build !nfstream_no_management

// Package management has the protocols by which networks and hosts are watched, found and controlled, and users known.
package management

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_management.
func Protos() []l7.Proto {
	return []l7.Proto{
		snmp(), syslogDatagram(), syslogStream(), netflow(), sflow(), collectd(), zabbix(), checkmk(), munin(),
		kismet(), ripeAtlas(),
		ldapStream(), ldapDatagram(), kerberosStream(), kerberosDatagram(), kpasswd(l7.TCP), kpasswd(l7.UDP), radius(), diameter(),
		wsd(), slp(l7.UDP), slp(l7.TCP), mndp(), ubiquiti(), cpha(), dlep(l7.UDP), dlep(l7.TCP), openflow(), rmcp(),
		ptp(), roughtime(),
		bfcp(l7.UDP), bfcp(l7.TCP), whois(), z3950(), huaweiPush(), tacacs(), nrpe(),
	}
}
