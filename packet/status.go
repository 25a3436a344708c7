package packet

// Status says what became of a frame: OK, or why it belongs to no flow. It feeds a counter; bad input is never an
// error.
type Status uint8

// The statuses of a frame.
const (
	OK                 Status = iota
	NotIP                     // the link layer carries something else (ARP, LLDP, 802.11 management, ...)
	UnknownLink               // no decoder for the frame's link type
	Encrypted                 // an 802.11 or MACsec frame whose payload is encrypted
	LinkTruncated             // the frame ends inside a link-layer header
	NetworkTruncated          // the frame ends inside an IP header or an extension header
	TransportTruncated        // the frame ends before the ports
	NetworkMalformed          // an IP header that contradicts itself
	TransportMalformed        // an IP packet that ends before the ports
	TooDeep                   // more headers on top of each other than MaxHeaders
	Held                      // a fragment that waits for others of its packet; see Options.Hold
	NumStatus                 // how many there are
)

// Beyond the statuses, Counts holds of the packets whose status is OK how many were of a kind.
const (
	Damaged     = NumStatus + iota // Packet.Damaged
	Orphan                         // Packet.Orphan
	Partial                        // Packet.Partial
	Reassembled                    // put together of fragments
	numCounts
)

var statusNames = [NumStatus]string{
	OK: "decoded", NotIP: "not IP", UnknownLink: "unknown link type", Encrypted: "encrypted",
	LinkTruncated: "link header cut", NetworkTruncated: "IP header cut", TransportTruncated: "transport header cut",
	NetworkMalformed: "malformed IP header", TransportMalformed: "malformed transport header",
	TooDeep: "too many headers", Held: "waiting for fragments",
}

// String returns the status in words for a user to read.
func (s Status) String() string {
	if s < NumStatus {
		return statusNames[s]
	}
	return "invalid status"
}

// Counts holds how many frames met each status, and beyond them how many packets were odd.
type Counts [numCounts]uint64

// Count adds a frame and the packet that its headers made, if the status is OK.
func (c *Counts) Count(s Status, p *Packet) {
	c[s]++
	if s == OK && (p.Damaged || p.Orphan || p.Partial) {
		c.countOdd(p)
	}
}

func (c *Counts) countOdd(p *Packet) {
	if p.Damaged {
		c[Damaged]++
	}
	if p.Orphan {
		c[Orphan]++
	}
	if p.Partial {
		c[Partial]++
	}
}

// Ignored returns how many frames belong to no flow.
func (c *Counts) Ignored() (n uint64) {
	for s := OK + 1; s < NumStatus; s++ {
		n += c[s]
	}
	return n
}

// Add adds those of another counter.
func (c *Counts) Add(o *Counts) {
	for s := range c {
		c[s] += o[s]
	}
}
