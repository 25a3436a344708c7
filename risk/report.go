package risk

// MaxDetail bounds the detail of a finding, in bytes.
const MaxDetail = 256

// Finding is a risk of a flow.
type Finding struct {
	ID     ID
	Detail string // what was found, such as "TLSv1.0"; may be empty, and may hold bytes from the network
}

// Report is the risks of a flow in the order of their IDs, each at most once. It is a record of the flow's metadata, which is
// there only if something was found.
type Report struct{ Findings []Finding }

// Add adds a risk, unless it is there.
func (r *Report) Add(id ID, detail string) {
	at := len(r.Findings)
	for i := range r.Findings {
		if r.Findings[i].ID >= id {
			at = i
			break
		}
	}
	if at < len(r.Findings) && r.Findings[at].ID == id {
		return
	}
	if len(detail) > MaxDetail {
		detail = string([]byte(detail[:MaxDetail]))
	}
	r.Findings = append(r.Findings, Finding{})
	copy(r.Findings[at+1:], r.Findings[at:])
	r.Findings[at] = Finding{id, detail}
}

// Drop removes the risks of a set.
func (r *Report) Drop(s Set) {
	kept := r.Findings[:0]
	for _, f := range r.Findings {
		if !s.Has(f.ID) {
			kept = append(kept, f)
		}
	}
	clear(r.Findings[len(kept):])
	r.Findings = kept
}

// Set returns which risks were found.
func (r Report) Set() (s Set) {
	for _, f := range r.Findings {
		s |= 1 << f.ID
	}
	return s
}

// Has reports whether a risk was found.
func (r Report) Has(id ID) bool { return r.Set().Has(id) }

// Detail returns what was found of a risk, empty if it was not found.
func (r Report) Detail(id ID) string {
	for _, f := range r.Findings {
		if f.ID == id {
			return f.Detail
		}
	}
	return ""
}

// Severity returns the highest severity that was found, 0 for none.
func (r Report) Severity() (most Severity) {
	for _, f := range r.Findings {
		most = max(most, f.ID.Severity())
	}
	return most
}

// Score returns the sum of the scores, and its parts.
func (r Report) Score() (all, client, server int) {
	for _, f := range r.Findings {
		all += f.ID.Score()
		client += f.ID.ClientScore()
	}
	return all, client, all - client
}
