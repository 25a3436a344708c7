package cells

import (
	"bytes"
	"strconv"
	"time"
)

// Bytes appends a number of bytes in at most 7 cells, such as 999 B and 12.3 MB. Units are powers of 1000.
func Bytes(dst []byte, n uint64) []byte { return scaled(dst, n, " ", "B") }

// Bits appends a rate in bits per second, such as 12.3 Mb/s, in at most 9 cells.
func Bits(dst []byte, perSecond uint64) []byte { return scaled(dst, perSecond, " ", "b/s") }

// Count appends a number in at most 5 cells, such as 99999 and 123k.
func Count(dst []byte, n uint64) []byte {
	if n < 100_000 {
		return strconv.AppendUint(dst, n, 10)
	}
	return scaled(dst, n, "", "")
}

// scaled appends three digits of n and its unit. It truncates and does not round.
func scaled(dst []byte, n uint64, space, unit string) []byte {
	const prefixes = " kMGTPE"
	power, part := 0, uint64(1) // n is at least part, the 1000th to the power
	for n/part >= 1000 {
		part *= 1000
		power++
	}
	whole := n / part
	dst = strconv.AppendUint(dst, whole, 10)
	if power > 0 && whole < 100 {
		dst = append(dst, '.')
		rest := n % part / (part / 1000)
		dst = append(dst, byte('0'+rest/100))
		if whole < 10 {
			dst = append(dst, byte('0'+rest/10%10))
		}
	}
	dst = append(dst, space...)
	if power > 0 {
		dst = append(dst, prefixes[power])
	}
	return append(dst, unit...)
}

// Duration appends a duration in at most 6 cells: in microseconds below a millisecond, else in milliseconds, seconds,
// minutes, hours or days. It truncates, but shows a duration below a microsecond as more than 0.
func Duration(dst []byte, d time.Duration) []byte {
	switch {
	case d < 0:
		return append(dst, '-')
	case d > 0 && d < time.Microsecond:
		return append(dst, "<1µs"...)
	case d > 0 && d < time.Millisecond:
		return append(strconv.AppendInt(dst, d.Microseconds(), 10), "µs"...)
	case d < time.Second:
		return append(strconv.AppendInt(dst, d.Milliseconds(), 10), "ms"...)
	case d < time.Minute:
		dst = append(strconv.AppendInt(dst, int64(d/time.Second), 10), '.', byte('0'+d/(100*time.Millisecond)%10))
		return append(dst, 's')
	case d < time.Hour:
		return pair(dst, d/time.Minute, 'm', d/time.Second%60, 's')
	case d < 24*time.Hour:
		return pair(dst, d/time.Hour, 'h', d/time.Minute%60, 'm')
	case d < 100*24*time.Hour:
		return pair(dst, d/(24*time.Hour), 'd', d/time.Hour%24, 'h')
	}
	return append(strconv.AppendInt(dst, int64(d/(24*time.Hour)), 10), 'd')
}

func pair(dst []byte, a time.Duration, unit byte, b time.Duration, part byte) []byte {
	dst = append(strconv.AppendInt(dst, int64(a), 10), unit, byte('0'+b/10), byte('0'+b%10))
	return append(dst, part)
}

// Protocol appends IANA's name of an IP protocol, or its number if it is not a common one.
func Protocol(dst []byte, n uint8) []byte {
	switch n {
	case 1:
		return append(dst, "ICMP"...)
	case 2:
		return append(dst, "IGMP"...)
	case 6:
		return append(dst, "TCP"...)
	case 17:
		return append(dst, "UDP"...)
	case 47:
		return append(dst, "GRE"...)
	case 50:
		return append(dst, "ESP"...)
	case 58:
		return append(dst, "ICMP6"...)
	case 89:
		return append(dst, "OSPF"...)
	case 132:
		return append(dst, "SCTP"...)
	}
	return strconv.AppendUint(dst, uint64(n), 10)
}

// isIPv4 reports whether a text has at most the length, and only the characters, of an IPv4 address.
func isIPv4(address []byte) bool {
	for _, c := range address {
		if c != '.' && (c < '0' || c > '9') {
			return false
		}
	}
	return len(address) <= len("255.255.255.255")
}

// Endpoint appends at most width cells of an address with its port, :443 or empty. An IPv6 address with a port has
// brackets. If both are too long, an IPv6 address is truncated and not the port; an IPv4 address is kept and the port
// truncated.
func Endpoint(dst, address, port []byte, width int) []byte {
	if isIPv4(address) {
		return Append(Append(dst, address, width), port, width-len(address))
	}
	brackets := len(port) > 0 && bytes.IndexByte(address, ':') >= 0
	room := width - Width(port)
	if brackets {
		room -= 2
	}
	if room < 1 {
		return Append(dst, address, width)
	}
	if brackets {
		dst = append(dst, '[')
	}
	dst = Append(dst, address, room)
	if brackets {
		dst = append(dst, ']')
	}
	return Append(dst, port, width)
}
