package capture

import "fmt"

// Limits bound the memory that reading captures takes, in bytes. The zero value of each means its default.
type Limits struct {
	Record int // a packet record, or block, that has to be held: 16 MiB, which is also the most
	Window int // the history that a zstd stream may demand: 128 MiB, as zstd's own tool allows
}

func (l Limits) record() int {
	if l.Record <= 0 {
		return maxRecord + enhancedHeader + minBlock
	}
	return l.Record
}

func (l Limits) window() int {
	if l.Window <= 0 {
		return zstdWindow
	}
	return l.Window
}

// LimitError says that an input needs more memory than the Limits leave it.
type LimitError struct {
	What        string
	Need, Limit int // bytes; a Need of 0 is not known
}

func (e *LimitError) Error() string {
	if e.Need == 0 {
		return fmt.Sprintf("%s needs more than the %d bytes that the bound of memory leaves it", e.What, e.Limit)
	}
	return fmt.Sprintf("%s of %d bytes, where the bound of memory leaves it %d", e.What, e.Need, e.Limit)
}
