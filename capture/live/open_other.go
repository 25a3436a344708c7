//go:build !linux

package live

import "github.com/nfstream/nfstream-go/capture"

func open([]string, int, Options, bool) ([]capture.Source, error) { return nil, ErrNotSupported }

func mayCapture() bool { return false }

func hardwareOf(string) (uint16, bool) { return 0, false }
