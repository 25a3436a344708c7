package nfstream

import (
	"sync"

	"github.com/nfstream/nfstream-go/capture/live"
)

// InterfaceState is the state of an interface that a run captures on.
type InterfaceState struct {
	Name  string
	State live.State
	// Lost counts how often it went down or away since the run was opened.
	Lost uint64
}

// interfaceBoard collects the states of interfaces from their sources. Several sources may share an interface.
type interfaceBoard struct {
	mu     sync.Mutex
	states []InterfaceState
	opened bool // a state before that is not a loss
	notify func(name string, now live.State)
}

// list sets the interfaces.
func (b *interfaceBoard) list(names []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, name := range names {
		b.states = append(b.states, InterfaceState{Name: name})
	}
}

// open reports that the interfaces are captured from now on.
func (b *interfaceBoard) open() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.opened = true
}

// changed takes the state of an interface, and notifies of a change.
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
		if b.notify != nil {
			b.notify(name, now)
		}
	}
}

// WatchInterfaces calls notify when an interface that the run captures on goes down, vanishes or comes back, and at once for
// each interface that is not up, which can be with Config.Wait. The run waits for notify to return.
func (s *Streamer) WatchInterfaces(notify func(name string, now live.State)) {
	b := &s.interfaces
	b.mu.Lock()
	defer b.mu.Unlock()
	b.notify = notify
	for _, i := range b.states {
		if i.State != live.Up {
			notify(i.Name, i.State)
		}
	}
}

// Interfaces returns the states of the interfaces that the run captures on, in the order in which they were named; none if
// it reads captures. It may be called at any time.
func (s *Streamer) Interfaces() []InterfaceState {
	s.interfaces.mu.Lock()
	defer s.interfaces.mu.Unlock()
	return append([]InterfaceState(nil), s.interfaces.states...)
}
