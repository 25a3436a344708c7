package tls

// der is the rest of a sequence of elements in DER (ITU-T X.690). Readers remove the first element and return its
// content, or leave der unchanged and return false.
type der []byte

// tag is the identifier of an element (X.690, section 8.1.2), of those that fit in one byte.
type tag uint8

// The tags of the universal class (X.680, section 8.4).
const (
	tagBoolean         tag = 1
	tagInteger         tag = 2
	tagBitString       tag = 3
	tagOctetString     tag = 4
	tagObjectID        tag = 6
	tagTeletexString   tag = 20
	tagUTCTime         tag = 23
	tagGeneralizedTime tag = 24
	tagUniversalString tag = 28
	tagBMPString       tag = 30
	tagSequence            = 16 | tagConstructed
	tagSet                 = 17 | tagConstructed

	tagConstructed tag = 1 << 5
	tagContext     tag = 1 << 7 // of the context-specific class
)

// any reads the next element, whatever its tag.
func (d *der) any() (t tag, content der, ok bool) {
	s := *d
	if len(s) < 2 || s[0]&0x1f == 0x1f {
		return 0, nil, false
	}
	begin, length := 2, int64(s[1])
	if s[1] > 0x7f { // the long form: 1 to 4 bytes follow, as few as will do
		n := int(s[1] & 0x7f)
		if n == 0 || n > 4 || len(s) < 2+n {
			return 0, nil, false
		}
		length = 0
		for _, b := range s[2 : 2+n] {
			length = length<<8 | int64(b)
		}
		if length < 0x80 || length>>(8*(n-1)) == 0 {
			return 0, nil, false
		}
		begin += n
	}
	if length > int64(len(s)-begin) {
		return 0, nil, false
	}
	end := begin + int(length)
	*d = s[end:]
	return tag(s[0]), s[begin:end:end], true
}

// read reads the next element, which has to be of the tag.
func (d *der) read(t tag, content *der) bool {
	if !d.has(t) {
		return false
	}
	_, c, ok := d.any()
	*content = c
	return ok
}

func (d *der) has(t tag) bool { return len(*d) > 0 && tag((*d)[0]) == t }

// skip is read, and drops what it reads.
func (d *der) skip(t tag) bool {
	var content der
	return d.read(t, &content)
}

// skipOptional skips the next element if it is of the tag.
func (d *der) skipOptional(t tag) bool { return !d.has(t) || d.skip(t) }
