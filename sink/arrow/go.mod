module github.com/nfstream/nfstream-go/sink/arrow

go 1.26.0

replace github.com/nfstream/nfstream-go => ../..

require (
	github.com/apache/arrow-go/v18 v18.8.0
	github.com/nfstream/nfstream-go v0.0.0
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/corazawaf/libinjection-go v0.3.5 // indirect
	github.com/gaissmai/bart v0.30.0 // indirect
	github.com/goccy/go-json v0.10.6 // indirect
	github.com/google/flatbuffers v25.12.19+incompatible // indirect
	github.com/klauspost/compress v1.20.4 // indirect
	github.com/klauspost/cpuid/v2 v2.4.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.33 // indirect
	github.com/refraction-networking/utls v1.8.2 // indirect
	github.com/zeebo/xxh3 v1.1.0 // indirect
	go.yaml.in/yaml/v3 v3.0.6 // indirect
	golang.org/x/crypto v0.59.0 // indirect
	golang.org/x/exp v0.0.0-20260112195511-716be5621a96 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sys v0.50.0 // indirect
)
