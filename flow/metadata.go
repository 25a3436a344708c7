package flow

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Label returns what the flow carries, as far as it is known.
func (f *Flow) Label() label.Label { return f.label }

// nothing is the metadata of every flow of which nothing was read.
var nothing metadata.Set

// Metadata returns what was read of the flow's protocols: names, versions, fingerprints. It is never nil, shared, and only
// to be read. metadata.Get returns the record of a protocol, such as that of TLS:
//
//	metadata.Get[tls.Metadata](f.Metadata())
func (f *Flow) Metadata() *metadata.Set {
	if f.metadata == nil {
		return &nothing
	}
	return f.metadata
}

// Application returns the name of the application, behind that of the protocol that carries it, such as TLS.Google, or
// the protocol alone, such as SSH; Unknown where neither is known. It is what the column application_name shows; Label has
// the identifiers.
func (f *Flow) Application() string {
	return string(categories.AppendName(nil, f.label.Master(), f.label.App()))
}

// Category returns the name of the kind of use that the application is of, such as Web or Media, as the column
// category_name shows it; Unspecified where it is not known.
func (f *Flow) Category() string { return f.label.Category().Name() }

// ServerName returns the name of the server, from whatever names it: SNI (RFC 6066, section 3), HTTP's Host, the name
// asked for in DNS; empty where nothing does. It is what the column requested_server_name shows.
func (f *Flow) ServerName() string { return f.Metadata().ServerName }
