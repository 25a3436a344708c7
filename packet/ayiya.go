package packet

// Anything In Anything (draft-massar-v6ops-ayiya, section 4). The header holds the lengths and kinds of identity and
// signature, the kind of authentication, the operation, the next header and the time. Identity, signature and the
// packet follow.
const (
	ayiyaLength        = 8
	ayiyaMaxIdentity   = 4 // a power of two
	ayiyaForward       = 1 // operations that carry a packet
	ayiyaEchoForward   = 3
	ayiyaMaxHash       = 3
	ayiyaMaxAuth       = 2
	ayiyaSignatureWord = 4
)

func (f *frame) ayiya() bool {
	b := f.rest()
	if len(b) < ayiyaLength {
		return false
	}
	identity, signature, hash := b[0]>>4, b[1]>>4, b[1]&0x0f
	auth, operation := b[2]>>4, b[2]&0x0f
	if identity > ayiyaMaxIdentity || hash > ayiyaMaxHash || auth > ayiyaMaxAuth ||
		operation != ayiyaForward && operation != ayiyaEchoForward {
		return false
	}
	switch b[3] {
	case protoIPv4:
		f.next = headerIPv4
	case protoIPv6:
		f.next = headerIPv6
	default:
		return false
	}
	n := ayiyaLength + 1<<identity + ayiyaSignatureWord*int(signature)
	if len(b) < n {
		return false
	}
	f.off += n
	return f.exact()
}
