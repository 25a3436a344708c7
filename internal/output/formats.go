package output

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Formats of rows, by extension of the name.
const (
	CSV  = "csv"
	JSON = "json"
)

var formats = map[string]string{".csv": CSV, ".json": JSON, ".jsonl": JSON, ".ndjson": JSON}

// unwritten are extensions of common formats and compressions that are not supported. Such a name is an error.
var unwritten = strings.Fields(`.parquet .pq .arrow .feather .ipc .avro .orc .xlsx .xls .xlsm .ods .db .db3 .sqlite .sqlite3
	.duckdb .ddb .mdb .ipfix .netflow .nf .nfcap .nfdump .silk .argus .pcap .pcapng .cap .erf .h5 .hdf5 .hdf .nc .npy .npz .pkl
	.pickle .xml .yaml .yml .toml .html .htm .md .pdf .sql .tsv .tab .psv .dta .sav .sas7bdat .rds .rdata .mat .pb .proto
	.msgpack .cbor .bson .ion .lance .vortex .delta .iceberg
	.xz .lzma .bz2 .lz4 .lzo .br .sz .snappy .z .zip .7z .rar .tar .tgz .tbz .txz .gzip .zstd`)

// Format returns the format for the extension of a path, ignoring case, or an empty text for an unknown extension. It
// returns an error for extensions of unsupported formats and for URLs.
func Format(path string) (string, error) {
	if scheme, _, ok := strings.Cut(path, "://"); ok && isScheme(scheme) {
		return "", fmt.Errorf("%s is a URL: want a file", path)
	}
	name := strings.ToLower(filepath.Base(path))
	packed := compression(name)
	if packed == zstded && !haveZstd {
		return "", fmt.Errorf("%s: this build does not write zstd: want .gz", path)
	}
	ext := filepath.Ext(strings.TrimSuffix(name, packed))
	if slices.Contains(unwritten, ext) {
		return "", fmt.Errorf("%s: %s is not supported: want .csv, .json or .jsonl, optionally followed by %s",
			path, ext[1:], compressions())
	}
	return formats[ext], nil
}

// isScheme reports whether a text is a valid URL scheme (RFC 3986, section 3.1).
func isScheme(s string) bool {
	for i, b := range []byte(strings.ToLower(s)) {
		if letter := b >= 'a' && b <= 'z'; !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(b))) {
			return false
		}
	}
	return s != ""
}

// Extensions of compressed files.
const (
	gzipped = ".gz"
	zstded  = ".zst"
)

// compression returns the extension for compression in lower case, or nothing.
func compression(name string) string {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case gzipped, zstded:
		return ext
	}
	return ""
}

func compressions() string {
	if haveZstd {
		return gzipped + " or " + zstded
	}
	return gzipped
}
