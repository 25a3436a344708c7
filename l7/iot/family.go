//go:build !nfstream_no_iot

// Package iot recognises protocols of things in homes: sensors, plugs, lamps and what controls them.
package iot

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family.
func Protos() []l7.Proto {
	return l7.Collect(
		coap, matter, easyWeather, tuya, tuyaStream, tplink, tplinkStream, xiaomi, xiaomiPush,
		crestron,
	)
}
