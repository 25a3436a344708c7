module example.test/peer

go 1.25.0

require (
	github.com/quic-go/quic-go v0.59.0
	github.com/refraction-networking/utls v1.8.2
	golang.org/x/crypto v0.51.0
)

require (
	github.com/andybalholm/brotli v1.0.6 // indirect
	github.com/klauspost/compress v1.17.4 // indirect
	github.com/quic-go/qpack v0.6.0 // indirect
	golang.org/x/net v0.53.0 // indirect
	golang.org/x/sys v0.44.0 // indirect
	golang.org/x/text v0.37.0 // indirect
)
