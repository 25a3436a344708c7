package voip

import "github.com/nfstream/nfstream-go/l7/metadata"

// IAX is what the first frame of a call says.
type IAX struct{ Calling, Called, User string }

// MGCP is the first command.
type MGCP struct{ Verb, Endpoint string }

// H323 has the numbers of a call.
type H323 struct{ Calling, Called string }

// Skinny is what a telephone says when it registers.
type Skinny struct{ Device string }

func iaxColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("iax_calling", "number of who calls", func(m *IAX) string { return m.Calling }),
		metadata.Text("iax_called", "number of who is called", func(m *IAX) string { return m.Called }),
		metadata.Text("iax_user", "user of the call or registration", func(m *IAX) string { return m.User }),
	}
}

func mgcpColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("mgcp_verb", "the first command", func(m *MGCP) string { return m.Verb }).Repeating(),
		metadata.Text("mgcp_endpoint", "end point that it is for", func(m *MGCP) string { return m.Endpoint }),
	}
}

func h323Columns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("h323_calling", "number of who calls", func(m *H323) string { return m.Calling }),
		metadata.Text("h323_called", "number of who is called", func(m *H323) string { return m.Called }),
	}
}

func skinnyColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("skinny_device", "name of the telephone that registers", func(m *Skinny) string { return m.Device }),
	}
}
