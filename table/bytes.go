package table

import (
	"math"
	"unsafe"

	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/label"
)

// Bytes returns how much memory a shard takes that has room for a number of flows alive, and for spare flows that have
// ended and are not released, in bytes: the index, the records with all parts that the Config asks for, and the lists of
// births and ends. If MaxEnded is no bound, flows that end at once make these lists long. Labels, and values that plug-ins
// keep by reference, are not included.
func (c *Config) Bytes(flows, spare int) int {
	slots := (flows + spare + chunkSize - 1) / chunkSize * chunkSize
	ended := 2*spare + c.MaxEnded
	if c.MaxEnded == 0 {
		ended += 2 * flows
	}
	return 8*indexSize(flows) + slots*c.BytesASlot() + ended*int(unsafe.Sizeof(Ended{})) +
		2*spare*int(unsafe.Sizeof(Birth{}))
}

// Fitting returns the largest number of flows, up to a bound, that fit into a number of bytes with the spare ones; less than
// 0 if the spare ones alone do not fit.
func (c *Config) Fitting(bytes, spare, most int) int {
	low, high := -1, min(most, max(bytes, 0)/c.BytesASlot(), math.MaxInt32)
	for low < high {
		mid := low + (high-low+1)/2
		if c.Bytes(mid, spare) <= bytes {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// BytesASlot returns what a record takes in the slab and the list of free slots.
func (c *Config) BytesASlot() int {
	n := int(unsafe.Sizeof(entry{})) + 4
	if c.Statistics {
		n += int(unsafe.Sizeof(record.Stats{}))
	}
	if c.CutIntervals {
		n += int(unsafe.Sizeof(record.CutIntervals{}))
	}
	if c.Accounting.Extra() {
		n += int(unsafe.Sizeof(record.Accounted{}))
	}
	if c.SYN {
		n += int(unsafe.Sizeof(record.SYN{}))
	}
	if c.Gaps {
		n += int(unsafe.Sizeof(record.Gaps{}))
	}
	if c.Signs {
		n += int(unsafe.Sizeof(record.Signs{}))
	}
	if c.Content != NoContent {
		n += int(unsafe.Sizeof(record.Content{}))
	}
	if c.First {
		n += int(unsafe.Sizeof(label.Label{}))
	}
	if c.RTP {
		n += int(unsafe.Sizeof(uintptr(0)) + unsafe.Sizeof(record.RTP{}))
	}
	n += c.SPLT*int(unsafe.Sizeof(record.Split{})) + 8*c.Layout.Nums + c.Layout.Refs*int(unsafe.Sizeof(any(nil)))
	if c.Protocols != nil || c.Signs {
		n += int(unsafe.Sizeof(uintptr(0)))
	}
	return n
}
