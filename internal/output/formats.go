package output

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Formats of rows that the extension of a name asks for.
const (
	CSV  = "csv"
	JSON = "json"
)

var formats = map[string]string{".csv": CSV, ".json": JSON, ".jsonl": JSON, ".ndjson": JSON}

// unwritten are extensions of what flows are often kept in, or compressed by, and which is not written: a file of such a
// name would not be what its name says.
var unwritten = strings.Fields(`.parquet .pq .arrow .feather .ipc .avro .orc .xlsx .xls .xlsm .ods .db .db3 .sqlite .sqlite3
	.duckdb .ddb .mdb .ipfix .netflow .nf .nfcap .nfdump .silk .argus .pcap .pcapng .cap .erf .h5 .hdf5 .hdf .nc .npy .npz .pkl
	.pickle .xml .yaml .yml .toml .html .htm .md .pdf .sql .tsv .tab .psv .dta .sav .sas7bdat .rds .rdata .mat .pb .proto
	.msgpack .cbor .bson .ion .lance .vortex .delta .iceberg
	.xz .lzma .bz2 .lz4 .lzo .br .sz .snappy .z .zip .7z .rar .tar .tgz .tbz .txz .gzip .zstd`)

// Format returns the format that a path asks for, empty where its extension is none that is known, or why the path is
// refused: its extension is of a format that is not written, or it has the scheme of a URL. Capitals are of no matter.
func Format(path string) (string, error) {
	if scheme, _, ok := strings.Cut(path, "://"); ok && isScheme(scheme) {
		return "", fmt.Errorf("%s is a URL, and rows are written to files only", path)
	}
	name := strings.ToLower(filepath.Base(path))
	packed := compression(name)
	if packed == zstded && !haveZstd {
		return "", fmt.Errorf("%s asks for zstd, which a tiny build does without: want .gz", path)
	}
	ext := filepath.Ext(strings.TrimSuffix(name, packed))
	if slices.Contains(unwritten, ext) {
		return "", fmt.Errorf("%s asks for %s, which is not written: want .csv, .json or .jsonl, perhaps with %s behind it",
			path, ext[1:], compressions())
	}
	return formats[ext], nil
}

// isScheme reports whether a text may stand in front of a URL's colon (RFC 3986, section 3.1).
func isScheme(s string) bool {
	for i, b := range []byte(strings.ToLower(s)) {
		if letter := b >= 'a' && b <= 'z'; !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(b))) {
			return false
		}
	}
	return s != ""
}

// How the names of compressed files end.
const (
	gzipped = ".gz"
	zstded  = ".zst"
)

// compression returns how a name ends that asks for it, in small letters, and nothing for other names.
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
