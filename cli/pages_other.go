//go:build !linux

package cli

func smallPages() {}
