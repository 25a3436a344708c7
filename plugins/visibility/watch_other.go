//go:build !linux

package visibility

// watcher does not exist on this system.
type watcher struct{ missing error }

func newWatcher(*table, Options) (*watcher, error) { return nil, ErrNotSupported }

func (*watcher) ask(pair)     {}
func (*watcher) close() error { return nil }
