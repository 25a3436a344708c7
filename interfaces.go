package nfstream

import (
	"sync"

	"github.com/nfstream/nfstream-go/capture/live"
)

// InterfaceState is how an interface is that a run captures on.
type InterfaceState struct {
	Name  string
	State live.State
	// Lost is how often it went down or away since the run was opened.
	Lost uint64
}

// interfaceBoard is where sources post the states of interfaces, each of which several may share.
type interfaceBoard struct {
	mu     sync.Mutex
	states []InterfaceState
	opened bool // what they were before is no loss
	tell   func(name string, now live.State)
}

// begin lists the interfaces.
func (b *interfaceBoard) begin(names []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, name := range names {
		b.states = append(b.states, InterfaceState{Name: name})
	}
}

// open says that the interfaces are captured from now on.
func (b *interfaceBoard) open() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.opened = true
}

// changed takes the state of an interface, and passes on what is news.
func (b *interfaceBoard) changed(name string, now live.State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.states {
		s := &b.states[i]
		if s.Name != name || s.State == now {
			continue
		}
		if s.State == live.Up && b.opened {
			s.Lost++
		}
		s.State = now
		if b.tell != nil {
			b.tell(name, now)
		}
	}
}

// WatchInterfaces has a function called when an interface that the run captures on goes down, vanishes or comes back, and
// at once for each that is not up, as with Config.Wait it need not be. The run waits for it.
func (s *Streamer) WatchInterfaces(tell func(name string, now live.State)) {
	b := &s.interfaces
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tell = tell
	for _, i := range b.states {
		if i.State != live.Up {
			tell(i.Name, i.State)
		}
	}
}

// Interfaces returns how the interfaces are that the run captures on, in the order in which they were named; none where
// it reads captures. It may be called at any time.
func (s *Streamer) Interfaces() []InterfaceState {
	s.interfaces.mu.Lock()
	defer s.interfaces.mu.Unlock()
	return append([]InterfaceState(nil), s.interfaces.states...)
}
