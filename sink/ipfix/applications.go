package ipfix

import (
	"encoding/binary"
	"sync"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
)

// Classification engines (RFC 6759, section 4.1): the maker's registry of applications, and that of an enterprise.
const (
	engineMaker      = 13 // PANA-L7
	engineEnterprise = 20 // PANA-L7-PEN
)

// applicationLength returns the length of an applicationId: the engine, the enterprise in four bytes if it is of one, and four
// of the selector. Collectors that read up to eight bytes as a number take nine for what they are.
func (s *settings) applicationLength() uint16 {
	if s.engine == engineEnterprise {
		return 9
	}
	return 5
}

// applicationOf returns the selector of a flow's application: the protocol that carries it in the upper 16 bits, and the
// application in the lower ones.
func applicationOf(f *flow.Flow) uint32 {
	label := f.Label()
	return uint32(label.Master())<<16 | uint32(label.App())
}

// appendApplication appends an applicationId (RFC 6759, section 4).
func (s *settings) appendApplication(dst []byte, selector uint32) []byte {
	if dst = append(dst, s.engine); s.engine == engineEnterprise {
		dst = binary.BigEndian.AppendUint32(dst, s.enterprise)
	}
	return binary.BigEndian.AppendUint32(dst, selector)
}

// maxApplications bounds the table of applications.
const maxApplications = 8192

// applications are those that a collector has been told the names of.
type applications struct {
	known map[uint32]struct{} // of the goroutine that writes

	mu   sync.Mutex
	list []application // of the sender, too
}

type application struct {
	id                uint32
	name, description string
}

// introduce takes the application of a flow, and reports whether it is a new one.
func (a *applications) introduce(f *flow.Flow) bool {
	id := applicationOf(f)
	if _, ok := a.known[id]; ok || len(a.known) >= maxApplications {
		return false
	}
	a.known[id] = struct{}{}
	label := f.Label()
	name := string(categories.AppendName(nil, label.Master(), label.App()))
	a.mu.Lock()
	a.list = append(a.list, application{id, name, label.App().Category().Name()})
	a.mu.Unlock()
	return true
}

// last appends the options record of the latest application.
func (a *applications) last(dst []byte, s *settings) []byte {
	return a.list[len(a.list)-1].append(dst, s)
}

// at returns an application by its place, and false behind the last.
func (a *applications) at(i int) (application, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i >= len(a.list) {
		return application{}, false
	}
	return a.list[i], true
}

// The lengths of texts in options and in NetFlow 9.
const (
	nameLength        = 40
	descriptionLength = 24
)

// append appends the options record.
func (a *application) append(dst []byte, s *settings) []byte {
	dst = binary.BigEndian.AppendUint32(dst, s.domain)
	dst = s.appendApplication(dst, a.id)
	dst = appendFixed(dst, a.name, nameLength)
	return appendFixed(dst, a.description, descriptionLength)
}

func appendFixed(dst []byte, text string, n int) []byte {
	at := len(dst)
	return pad(append(dst, text...), at, n)
}

// applicationTemplate is the options template of the application table (RFC 6759, section 5): applicationId (95),
// applicationName (96) and applicationDescription (94). Its scope is observationDomainId (149), or the system (1) in
// NetFlow 9. The texts have fixed lengths, and each record has a set of its own: nfcapd 1.7 reads the names only then.
func applicationTemplate(s *settings) template {
	scope := element{id: 149, length: 4}
	if s.v9 {
		scope.id = 1
	}
	t := newTemplate(idApplications, []element{scope, {id: 95, length: s.applicationLength()}, {id: 96, length: nameLength},
		{id: 94, length: descriptionLength}})
	t.scope, t.alone = 1, true
	return t
}
