package capture

import "fmt"

// Limits bound the memory for reading captures, in bytes. Zero means the default.
type Limits struct {
	Record int // a packet record or block that is held; default and maximum 16 MiB
	Window int // the window of a zstd stream; default 128 MiB, the limit of the zstd tool
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

// LimitError reports an input that needs more memory than Limits allow.
type LimitError struct {
	What        string
	Need, Limit int // bytes; Need is 0 if unknown
}

func (e *LimitError) Error() string {
	if e.Need == 0 {
		return fmt.Sprintf("%s needs more than the %d bytes that the memory limit allows", e.What, e.Limit)
	}
	return fmt.Sprintf("%s of %d bytes exceeds the %d bytes that the memory limit allows", e.What, e.Need, e.Limit)
}
