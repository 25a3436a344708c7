//go:build !tiny

package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

const packaging = "../packaging/"

// tool returns the path of a program that a test needs.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("this needs " + name)
	}
	return path
}

func TestPackagedSettings(t *testing.T) {
	path := packaging + "nfstream.yaml"
	require.Equal(t, path+": good\n", good(t, "run", "--check", "--config", path))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	all := regexp.MustCompile(`(?m)^#([a-z-]+: )`).ReplaceAllString(string(text), "$1") // including the commented-out settings
	all = strings.ReplaceAll(all, "/etc/nfstream/own.txt", saved(t, t.TempDir(), "own.txt", nil))
	good(t, "run", "--check", "--config", saved(t, t.TempDir(), "all.yaml", []byte(all)))
}

// systemd finds no mistake in the unit and rates its exposure as low.
func TestUnit(t *testing.T) {
	analyze := tool(t, "systemd-analyze")
	text, err := os.ReadFile(packaging + "systemd/nfstream.service")
	require.NoError(t, err)
	own, err := os.Executable()
	require.NoError(t, err)
	unit := saved(t, t.TempDir(), "nfstream.service", []byte(strings.ReplaceAll(string(text), "/usr/bin/nfstream", own)))
	out, err := exec.Command(analyze, "verify", "--man=no", unit).CombinedOutput()
	require.NoError(t, err, string(out))
	require.NotContains(t, string(out), filepath.Base(unit)) // systemd reads the machine's other units too, and speaks of those
	out, err = exec.Command(analyze, "security", "--offline=true", "--threshold=20", unit).CombinedOutput()
	if strings.Contains(string(out), "unrecognized option") {
		t.Skip("systemd-analyze is too old")
	}
	require.NoError(t, err, string(out))
}

// uci are minimal versions of the OpenWrt functions that the init script calls. The export of uci consists of such
// calls.
const uci = `
config() { CONFIG_SECTION="$2"; config_cb "$1" "$2"; }
option() { eval "CONFIG_${CONFIG_SECTION}_$1=\"\$2\""; option_cb "$1" "$2"; }
list() { list_cb "$1" "$2"; }
config_load() { . "$CONFIG"; config_cb; }
config_get() { eval "$1=\"\${CONFIG_${2}_${3}:-$4}\""; }
reset_cb() { config_cb() { :; }; option_cb() { :; }; list_cb() { :; }; }
logger() { echo "logger $*"; }
procd_open_instance() { echo "open $*"; }
procd_set_param() { echo "set $*"; }
procd_close_instance() { echo "close"; }
procd_send_signal() { echo "signal $*"; }
. "$SCRIPT"
"$@"
`

// start runs a function of the init script in OpenWrt's shell and returns its calls of procd.
func start(t *testing.T, config, dir string, function ...string) string {
	t.Helper()
	emulate.Skip(t, "way to start this program again")
	busybox := tool(t, "busybox")
	script, err := filepath.Abs(packaging + "openwrt/files/nfstream.init")
	require.NoError(t, err)
	own, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(busybox, append([]string{"ash", "-c", uci, "ash"}, function...)...)
	cmd.Env = append(os.Environ(), "SCRIPT="+script, "CONFIG="+config, "SETTINGS="+dir, "PROGRAM="+own, asCommand+"=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}

// Sections of UCI become files of settings, with any content.
func TestOpenWrtSettings(t *testing.T) {
	dir, rows := filepath.Join(t.TempDir(), "settings"), filepath.Join(t.TempDir(), "rows")
	config := saved(t, t.TempDir(), "nfstream", []byte(`
config other 'globals'
	option nonsense 'x'

config nfstream 'main'
	option enabled '1'
	list sources 'br-lan'
	list sources "it's"
	list sources '#"x"{y}'
	option idle_timeout '20s'
	option filter 'not host 192.0.2.1
 and udp'
	option wait '1'
	option output '`+rows+`/a-%H.csv'
	list fields 'id'

config nfstream 'off'
	option enabled '0'
	list sources 'eth9'

config nfstream 'wrong'
	option enabled 'yes'
	list sources 'eth9'
	option splt '300'
`))
	told := start(t, config, dir, "start_service")
	own, err := os.Executable()
	require.NoError(t, err)
	file := filepath.Join(dir, "main.yaml")
	require.Contains(t, told, "open main\nset command "+own+" run --config "+file+"\nset file "+file+"\n")
	require.Equal(t, 1, strings.Count(told, "close\n"))
	require.Contains(t, told, "section wrong is not started: nfstream: "+filepath.Join(dir, "wrong.yaml")+":3:1: splt is 300")
	require.DirExists(t, rows)
	require.Equal(t, `sources:
  - 'br-lan'
  - 'it''s'
  - '#"x"{y}'
idle-timeout: '20s'
filter: 'not host 192.0.2.1  and udp'
wait: '1'
output: '`+rows+`/a-%H.csv'
fields:
  - 'id'
`, readAll(t, file))
	require.Equal(t, "signal nfstream * HUP\n", start(t, config, dir, "rotate"))
}

func TestOpenWrtDefaults(t *testing.T) {
	text, err := os.ReadFile(packaging + "openwrt/files/nfstream.config")
	require.NoError(t, err)
	enabled := strings.ReplaceAll(strings.Replace(string(text), "enabled '0'", "enabled '1'", 1), "/tmp/", t.TempDir()+"/")
	told := start(t, saved(t, t.TempDir(), "nfstream", []byte(enabled)), t.TempDir(), "start_service")
	require.Contains(t, told, "open main\n")
	require.NotContains(t, told, "logger")
}

func TestShellScripts(t *testing.T) {
	out, err := exec.Command(tool(t, "shellcheck"), packaging+"openwrt/files/nfstream.init").CombinedOutput()
	require.NoError(t, err, string(out))
}

// The image consists of existing files, and the program runs without other files.
func TestContainer(t *testing.T) {
	text, err := os.ReadFile(packaging + "container/Containerfile")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) > 2 && words[0] == "COPY" && !strings.HasPrefix(words[1], "--from") {
			for _, file := range words[1 : len(words)-1] {
				_, err := os.Stat("../" + file)
				require.NoError(t, err)
			}
		}
	}
	if os.Getuid() != 0 || withCgo() {
		t.Skip("an empty root needs root, and a static binary")
	}
	root := t.TempDir()
	own, err := os.ReadFile("/proc/self/exe")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(root, "nfstream"), own, 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "var/log/nfstream"), 0o755))
	saved(t, root, "a.pcap", traffic(t, 2000, 1))
	saved(t, root, "nfstream.yaml", []byte("sources: [/a.pcap]\noutput: /var/log/nfstream/flows.csv\n"))
	cmd := command(t, "run", "--config", "/nfstream.yaml")
	cmd.Path, cmd.Dir = "/nfstream", "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	got := execute(t, cmd)
	require.Zero(t, got.status, fmt.Sprint(got))
	require.Equal(t, good(t, "flows", filepath.Join(root, "a.pcap")), readAll(t, filepath.Join(root, "var/log/nfstream/flows.csv")))
}
