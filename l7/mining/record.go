package mining

import "github.com/nfstream/nfstream-go/l7/metadata"

// Mining is what was read of a miner and its pool.
type Mining struct {
	Method string // of the first message
	User   string // wallet or worker
}

func miningColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("mining_method", "method of the first message, which says which protocol a pool speaks",
			func(m *Mining) string { return m.Method }).Repeating(),
		metadata.Text("mining_user", "wallet or worker that mines", func(m *Mining) string { return m.User }),
	}
}
