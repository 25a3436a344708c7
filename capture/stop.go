package capture

import "time"

// Stopper is a live Source that can be told to take no more packets, so that those it has are not lost at the end.
type Stopper interface {
	Source
	// Stop has the Source take no further packets. Next then returns the frames that were taken before, and io.EOF
	// behind the last of them or when the given time has passed; the frames that are left then count as dropped. It may
	// be called while Next runs, and more than once: the first call counts.
	Stop(within time.Duration)
}
