package packet

// Status is the result of decoding a frame: OK, or the reason why the frame belongs to no flow. It feeds a counter;
// bad input is never an error.
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
	NetworkMalformed          // an invalid IP header
	TransportMalformed        // an IP packet that ends before the ports
	TooDeep                   // more nested headers than MaxHeaders
	Held                      // a fragment that waits for others of its packet; see Options.Hold
	NumStatus                 // the number of statuses
)

// Indexes of Counts after the statuses. They count packets of status OK that have a property.
const (
	Damaged     = NumStatus + iota // Packet.Damaged
	Orphan                         // Packet.Orphan
	Partial                        // Packet.Partial
	Reassembled                    // packets reassembled from fragments
	numCounts
)

var statusNames = [NumStatus]string{
	OK: "decoded", NotIP: "not IP", UnknownLink: "unknown link type", Encrypted: "encrypted",
	LinkTruncated: "link header truncated", NetworkTruncated: "IP header truncated", TransportTruncated: "transport header truncated",
	NetworkMalformed: "malformed IP header", TransportMalformed: "malformed transport header",
	TooDeep: "too many headers", Held: "waiting for fragments",
}

// String returns the status in words.
func (s Status) String() string {
	if s < NumStatus {
		return statusNames[s]
	}
	return "invalid status"
}

// Counts holds the number of frames of each status, then the numbers of packets that are Damaged, Orphan, Partial or
// Reassembled.
type Counts [numCounts]uint64

// Count adds a frame, and its packet if the status is OK.
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

// Ignored returns the number of frames that belong to no flow.
func (c *Counts) Ignored() (n uint64) {
	for s := OK + 1; s < NumStatus; s++ {
		n += c[s]
	}
	return n
}

// Add adds the counts of another counter.
func (c *Counts) Add(o *Counts) {
	for s := range c {
		c[s] += o[s]
	}
}
