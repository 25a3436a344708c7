package capture

import "time"

// Stopper is a live Source that can stop capturing without losing the packets that it has received.
type Stopper interface {
	Source
	// Stop stops capturing. Next then returns the frames received before, and io.EOF after the last one or when the
	// given time has passed. Frames that are left then count as dropped. Stop may be called while Next runs. Calls
	// after the first have no effect.
	Stop(within time.Duration)
}
