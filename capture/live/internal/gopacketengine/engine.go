// Package gopacketengine opens handles of gopacket as a live.Engine does.
package gopacketengine
