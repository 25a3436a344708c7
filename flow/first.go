package flow

import "github.com/nfstream/nfstream-go/l7/label"

// FirstPacket returns what the flow is by its first packet alone, once it has ended. ok is false unless a column of the group
// first_packet is asked for.
func (f *Flow) FirstPacket() (is label.Label, ok bool) {
	if f.record.Opening == nil {
		return is, false
	}
	return *f.record.Opening, true
}
