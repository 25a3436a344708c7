//go:build !linux

package gopacketsource

func packetVLAN(any) (id int, ok bool) { return 0, false }
func isPollTimeout(error) bool         { return false }
func ownsMemory(any) bool              { return false }
func (c *counts) poll(any)             {}
