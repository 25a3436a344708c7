package arch

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What may be linked. Go's own packages cost, too: who adds one here says with `make size` what.
const (
	// libraryStd and libraryModules are for a program that imports the library and the light sinks.
	libraryStd = `bufio bytes cmp compress/flate compress/gzip context crypto crypto/aes crypto/cipher crypto/fips140
		crypto/hkdf crypto/hmac crypto/md5 crypto/rand crypto/sha1 crypto/sha256 crypto/sha3 crypto/subtle encoding
		encoding/base32 encoding/base64 encoding/binary encoding/hex encoding/json errors fmt hash hash/crc32 hash/maphash io io/fs iter log
		log/internal maps math math/big math/bits math/rand math/rand/v2 net net/netip os path path/filepath reflect runtime
		runtime/debug slices sort strconv strings structs sync sync/atomic syscall time unicode unicode/utf16 unicode/utf8
		unique unsafe weak`
	libraryModules = `github.com/corazawaf/libinjection-go github.com/gaissmai/bart github.com/klauspost/compress
		github.com/refraction-networking/utls/dicttls golang.org/x/net/bpf
		golang.org/x/net/http2/hpack golang.org/x/sys`
	libraryOwn = `capture categories column flow flowkey internal/anonymize internal/budget internal/classify internal/expect
		internal/dga internal/fingerprint internal/heap internal/injection internal/jsontext internal/magic internal/meter internal/mmdb
		internal/near internal/record internal/risks internal/rows l7 packet risk sink/csv sink/json sink/table
		internal/cells table`

	// The command may link these besides.
	commandStd     = `embed encoding/csv log/slog net os/signal`
	commandModules = `github.com/coreos/go-systemd github.com/gopacket/gopacket golang.org/x/term`
	commandOwn     = `cmd/nfstream cli internal/output internal/pcapng internal/where plugins/count plugins/slicer plugins/visibility
		sink/ipfix`
)

// TestLinksOnlyWhatIsAllowed holds on every system, and for a tiny build.
func TestLinksOnlyWhatIsAllowed(t *testing.T) {
	library := allowed(libraryStd, libraryModules, libraryOwn)
	command := append(allowed(commandStd, commandModules, commandOwn), library...)
	for _, system := range []string{"linux", "windows", "darwin"} {
		t.Setenv("GOOS", system)
		t.Setenv("GOARCH", "amd64")
		onlyAllowed(t, library, ".", "./sink/csv", "./sink/json", "./sink/table")
		onlyAllowed(t, command, "./cmd/nfstream")
		onlyAllowed(t, command, "-tags", "tiny", "./cmd/nfstream")
	}
}

// The terminal view and other heavy parts never get into a program that does not import them.
func TestNothingDragsHeavyPackagesIn(t *testing.T) {
	for _, p := range packages(t, "-deps", "-tags", "tiny", "./cmd/nfstream") {
		for _, heavy := range []string{module + "/cli/internal/top", module + "/plugins/visibility",
			"github.com/oschwald/maxminddb-golang", "github.com/klauspost/compress", "github.com/coreos/go-systemd",
			"go.yaml.in/yaml", "log/slog", "regexp", gopacket} {
			require.False(t, within(p.ImportPath, heavy), "a tiny build links %s", p.ImportPath)
		}
	}
	for _, p := range packages(t, "-deps", "./cmd/nfstream") {
		for _, heavy := range []string{gopacket + "/layers", gopacket + "/pcapgo"} {
			require.False(t, within(p.ImportPath, heavy), "the command links %s", p.ImportPath)
		}
	}
	for _, p := range packages(t, "-deps", ".") {
		for _, heavy := range []string{module + "/sink", module + "/cli", module + "/cmd", module + "/plugins", module + "/internal/cells"} {
			require.False(t, within(p.ImportPath, heavy), "the library links %s", p.ImportPath)
		}
	}
}

// allowed returns the paths of packages: Go's own as they are, modules with all beneath them.
func allowed(std, modules, own string) []string {
	list := strings.Fields(std)
	for _, path := range strings.Fields(modules) {
		list = append(list, path+"/...")
	}
	for _, path := range strings.Fields(own) {
		list = append(list, module+"/"+path+"/...")
	}
	return append(list, module)
}

func onlyAllowed(t *testing.T, allowed []string, args ...string) {
	t.Helper()
	for _, p := range packages(t, append([]string{"-deps"}, args...)...) {
		if isGoInternal(p.ImportPath) {
			continue
		}
		ok := slices.ContainsFunc(allowed, func(path string) bool {
			prefix, all := strings.CutSuffix(path, "/...")
			return p.ImportPath == path || all && within(p.ImportPath, prefix)
		})
		require.True(t, ok, "%v links %s, which is not on the list", args, p.ImportPath)
	}
}

// isGoInternal reports whether a package is inside Go's library, where each version has others.
func isGoInternal(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && (within(path, "internal") || within(path, "vendor") || strings.Contains(path, "/internal"))
}

func within(path, prefix string) bool { return path == prefix || strings.HasPrefix(path, prefix+"/") }
