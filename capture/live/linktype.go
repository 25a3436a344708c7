package live

import "github.com/nfstream/nfstream-go/packet"

// Hardware types of interfaces, the ARPHRD_ values of Linux (include/uapi/linux/if_arp.h).
const (
	hardwareEthernet  = 1
	hardwarePPP       = 512
	hardwareCiscoHDLC = 513
	hardwareRawIP     = 519
	hardwareTunnel    = 768
	hardwareTunnel6   = 769
	hardwareLoopback  = 772
	hardwareSIT       = 776
	hardwareIPGRE     = 778
	hardwareIEEE80211 = 801
	hardwarePrism     = 802
	hardwareRadiotap  = 803
	hardwareIP6GRE    = 823
	hardwareNone      = 0xfffe
)

// linkUnknown is the link type of frames that cannot be decoded.
const linkUnknown packet.LinkType = 0xffff

// linkOf returns the link type of the frames of an interface: LinkRaw if they are read from the IP header,
// linkUnknown if they cannot be decoded. A loopback interface has Ethernet headers with zero addresses.
func linkOf(hardware uint16) packet.LinkType {
	switch hardware {
	case hardwareEthernet, hardwareLoopback:
		return packet.LinkEthernet
	case hardwareNone, hardwareRawIP, hardwarePPP, hardwareTunnel, hardwareTunnel6, hardwareSIT, hardwareIPGRE,
		hardwareIP6GRE:
		return packet.LinkRaw
	case hardwareCiscoHDLC:
		return packet.LinkCiscoHDLC
	case hardwareIEEE80211:
		return packet.LinkIEEE80211
	case hardwarePrism:
		return packet.LinkPrism
	case hardwareRadiotap:
		return packet.LinkRadiotap
	}
	return linkUnknown
}

// LinkOf returns the link type of the frames of an interface by its hardware type, an ARPHRD_ value of Linux, and whether
// they can be decoded.
func LinkOf(hardware uint16) (link packet.LinkType, ok bool) {
	link = linkOf(hardware)
	return link, link != linkUnknown
}
