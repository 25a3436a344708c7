package packet

// Options say how a Decoder reads frames. The zero value decodes no tunnel and leaves padding out of account.
type Options struct {
	Tunnels          bool // look inside tunnels
	AccountIPPadding bool // IPLength includes the link-layer padding behind the IP packet
}

// Decoder turns frames into packets. It keeps the ports of fragmented IP packets, so frames of one stream go to one
// Decoder in their order. It is not safe for concurrent use.
type Decoder struct {
	opts Options
}

// NewDecoder returns a Decoder.
func NewDecoder(opts Options) *Decoder { return &Decoder{opts: opts} }

// Decode reads the headers of p.Data, whose link layer is of the given type. Where the status is not OK only p.Data,
// p.Time and p.WireLength are meaningful.
func (d *Decoder) Decode(p *Packet, link LinkType) Status { return UnknownLink }
