package arch

import (
	"encoding/json"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// bridges are the packages of the module, by pattern, that may import gopacket. No other package does, and only who imports
// one of them links it.
var bridges = []string{"*/gopacket*", "*/*/*/gopacket*", "*/*/afpacket", "*/*/pcapgo"}

func isBridge(pkg string) bool {
	for _, pattern := range bridges {
		if ok, _ := path.Match(pattern, pkg); ok {
			return true
		}
	}
	return false
}

const gopacket = "github.com/gopacket/gopacket"

// TestGopacketComesByItsBridges holds for all modules: no package imports gopacket but the bridges, and those that the
// tests are made of.
func TestGopacketComesByItsBridges(t *testing.T) {
	for _, p := range packages(t, "work") {
		own := inModule(p.ImportPath)
		for _, other := range p.Imports {
			if within(other, gopacket) {
				require.True(t, isBridge(own) || own == "internal/corpus", "%s imports %s", p.ImportPath, other)
			}
		}
	}
}

// TestCoreHasNoGopacket lists what each package links: gopacket is there only where a bridge is.
func TestCoreHasNoGopacket(t *testing.T) {
	cmd := exec.Command("go", "list", "-pgo=off", "-json=ImportPath,Deps", "work")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	require.NoError(t, err)
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath string
			Deps       []string
		}
		require.NoError(t, d.Decode(&p))
		by, has := isBridge(inModule(p.ImportPath)), ""
		for _, dep := range p.Deps {
			own := inModule(dep)
			by = by || own == "internal/corpus" || within(dep, module) && isBridge(own)
			if within(dep, gopacket) {
				has = dep
			}
		}
		require.True(t, has == "" || by || inModule(p.ImportPath) == "internal/corpus", "%s links %s", p.ImportPath, has)
	}
}
