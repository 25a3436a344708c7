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

// IsInterface reports whether a name is that of an interface of the calling thread's network namespace, or Any.
func IsInterface(name string) bool {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	_, _, err = findDevice(fd, name)
	return err == nil
}

// interfaces asks the kernel by rtnetlink(7) itself: package net, which could, is 60 KB of a program.
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

// eachRoute calls f for each message of what the kernel has of one kind.
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
		if err == nil { // the end of the messages has none
			f(&messages[i], attributes)
		}
	}
	return nil
}

// describe reads a struct ifinfomsg and what comes with it.
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

// hardware returns an address of hardware as text. Zeros are none, and neither are the ends of a tunnel.
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

// addAddress reads a struct ifaddrmsg and what comes with it into the interface it is of.
func addAddress(all []Interface, info []byte, attributes []syscall.NetlinkRouteAttr) {
	index := int(int32(binary.NativeEndian.Uint32(info[4:])))
	of := sort.Search(len(all), func(i int) bool { return all[i].Index >= index })
	if of == len(all) || all[of].Index != index {
		return // it came after the interfaces were told
	}
	var address []byte
	for _, a := range attributes {
		// Where the two differ, the other is the peer's.
		if a.Attr.Type == syscall.IFA_LOCAL || a.Attr.Type == syscall.IFA_ADDRESS && address == nil {
			address = a.Value
		}
	}
	if ip, ok := netip.AddrFromSlice(address); ok {
		all[of].Addresses = append(all[of].Addresses, netip.PrefixFrom(ip, int(info[1])))
	}
}
