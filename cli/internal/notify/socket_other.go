//go:build !linux

package notify

// Socket is where the service manager listens: nowhere, as there is none with this protocol.
type Socket struct{}

// Open returns nil.
func Open() (*Socket, error) { return nil, nil }

// Send does nothing.
func (*Socket) Send(...string) error { return nil }

// Close does nothing.
func (*Socket) Close() error { return nil }

// Reloading returns nothing to say.
func Reloading() []string { return nil }
