//go:build !linux

package nfstream

// machineMemory returns 0, as the system is not asked.
func machineMemory() uint64 { return 0 }
