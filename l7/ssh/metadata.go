package ssh

import "github.com/nfstream/nfstream-go/l7/metadata"

// Metadata is what was read of SSH.
type Metadata struct {
	Client, Server           string // banners
	HASSHClient, HASSHServer string // MD5 in hex
}

// describe describes the two ends by their banners; a client in a tunnel is described by the protocol that carries it.
func (r *Metadata) describe(m *metadata.Set) {
	m.ServerText = r.Server
	if carried := m.Records() > 1; !carried {
		m.ClientText = r.Client
	}
}

func columns() []*metadata.Column {
	type record = *Metadata
	return []*metadata.Column{
		metadata.Text("ssh_client", "banner of the client", func(m record) string { return m.Client }).Repeating(),
		metadata.Text("ssh_server", "banner of the server", func(m record) string { return m.Server }).Repeating(),
		metadata.Text("hassh_client", "HASSH fingerprint of the client", func(m record) string { return m.HASSHClient }).Repeating().
			In("ssh").AsFingerprint(metadata.Client, true),
		metadata.Text("hassh_server", "HASSH fingerprint of the server", func(m record) string { return m.HASSHServer }).Repeating().
			In("ssh").AsFingerprint(metadata.Server, true),
	}
}
