package live

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"sort"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// IsInterface reports whether name is an interface in the calling thread's network namespace, or Any.
func IsInterface(name string) bool {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	_, _, err = findDevice(fd, name)
	return err == nil
}

// interfaces uses rtnetlink(7) directly, because package net would add 60 KB to a program.
func interfaces() ([]Interface, error) {
	var all []Interface
	err := eachRoute(syscall.RTM_GETLINK, func(m *syscall.NetlinkMessage, attributes []syscall.NetlinkRouteAttr) {
		if m.Header.Type == syscall.RTM_NEWLINK && len(m.Data) >= syscall.SizeofIfInfomsg {
			all = append(all, describe(m.Data, attributes))
		}
	})
	if err != nil {
		return nil, err
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Index < all[j].Index })
	return all, eachRoute(syscall.RTM_GETADDR, func(m *syscall.NetlinkMessage, attributes []syscall.NetlinkRouteAttr) {
		if m.Header.Type == syscall.RTM_NEWADDR && len(m.Data) >= syscall.SizeofIfAddrmsg {
			addAddress(all, m.Data, attributes)
		}
	})
}

// eachRoute calls f for each rtnetlink message of one kind.
func eachRoute(kind int, f func(*syscall.NetlinkMessage, []syscall.NetlinkRouteAttr)) error {
	table, err := syscall.NetlinkRIB(kind, syscall.AF_UNSPEC)
	if err != nil {
		return fmt.Errorf("interfaces: %w", err)
	}
	messages, err := syscall.ParseNetlinkMessage(table)
	if err != nil {
		return fmt.Errorf("interfaces: %w", err)
	}
	for i := range messages {
		attributes, err := syscall.ParseNetlinkRouteAttr(&messages[i])
		if err == nil { // the message that ends the list has none
			f(&messages[i], attributes)
		}
	}
	return nil
}

// describe reads a struct ifinfomsg and its attributes.
func describe(info []byte, attributes []syscall.NetlinkRouteAttr) Interface {
	d := Interface{
		Link:  linkOf(binary.NativeEndian.Uint16(info[2:])),
		Index: int(int32(binary.NativeEndian.Uint32(info[4:]))),
		Up:    binary.NativeEndian.Uint32(info[8:])&syscall.IFF_UP != 0,
	}
	d.Decodable = d.Link != linkUnknown
	for _, a := range attributes {
		switch a.Attr.Type {
		case syscall.IFLA_IFNAME:
			d.Name, _, _ = strings.Cut(string(a.Value), "\x00")
		case syscall.IFLA_ADDRESS:
			d.Hardware = hardware(a.Value)
		}
	}
	return d
}

// hardware returns a hardware address as text. It returns an empty text for zeros and for the ends of a tunnel.
func hardware(address []byte) string {
	if len(address) == ipv4Bytes || len(address) == ipv6Bytes || strings.Trim(string(address), "\x00") == "" {
		return ""
	}
	var text []byte
	for _, b := range address {
		text = append(hex.AppendEncode(text, []byte{b}), ':')
	}
	return string(text[:len(text)-1])
}

const ipv4Bytes, ipv6Bytes = 4, 16

// addAddress adds the address of a struct ifaddrmsg to its interface.
func addAddress(all []Interface, info []byte, attributes []syscall.NetlinkRouteAttr) {
	index := int(int32(binary.NativeEndian.Uint32(info[4:])))
	of := sort.Search(len(all), func(i int) bool { return all[i].Index >= index })
	if of == len(all) || all[of].Index != index {
		return // a new interface, which the earlier list lacks
	}
	var address []byte
	for _, a := range attributes {
		// If the two differ, the other one is the peer's address.
		if a.Attr.Type == syscall.IFA_LOCAL || a.Attr.Type == syscall.IFA_ADDRESS && address == nil {
			address = a.Value
		}
	}
	if ip, ok := netip.AddrFromSlice(address); ok {
		all[of].Addresses = append(all[of].Addresses, netip.PrefixFrom(ip, int(info[1])))
	}
}
