package ssh_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/ssh"
)

// lists are the name-lists of a KEXINIT in their order.
var lists = []string{
	"curve25519-sha256,ext-info-c", "ssh-ed25519", "aes128-ctr,aes256-ctr", "chacha20-poly1305@openssh.com",
	"hmac-sha2-256", "hmac-sha2-512", "none,zlib@openssh.com", "none", "", "en",
}

// wrap wraps a payload (RFC 4253, section 6).
func wrap(payload string) string {
	padding := 8 - (len(payload)+5)%8 + 8
	n := 1 + len(payload) + padding
	return string([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n), byte(padding)}) + payload +
		strings.Repeat("\x00", padding)
}

func kexInit() string {
	payload := "\x14" + strings.Repeat("c", 16)
	for _, list := range lists {
		payload += string([]byte{0, 0, byte(len(list) >> 8), byte(len(list))}) + list
	}
	return wrap(payload + "\x01\x00\x00\x00\x00")
}

const banner = "SSH-2.0-OpenSSH_9.6p1 Ubuntu-3\r\n"

func TestBanner(t *testing.T) {
	for line, want := range map[string]string{
		"SSH-2.0-OpenSSH_8.2p1 Ubuntu-4ubuntu0.11\r\n": `"2.0" "OpenSSH_8.2p1" "Ubuntu-4ubuntu0.11" true`,
		"SSH-2.0-APACHE-SSHD-2.5.0\r\n":                `"2.0" "APACHE-SSHD-2.5.0" "" true`,
		"SSH-1.99-Cisco-1.25\n":                        `"1.99" "Cisco-1.25" "" true`,
		"SSH-1.5-1.2.26\n":                             `"1.5" "1.2.26" "" false`,
		"SSH-2.0-\r\n":                                 `"2.0" "" "" true`,
		"SSH-2.0-Padded_1 x\x00\x00\x00\r\n":           `"2.0" "Padded_1" "x" true`,
		"SSH-1.99-Padded\r\x00\x00\n":                  `"1.99" "Padded" "" true`,
	} {
		var b ssh.Banner
		n, err := b.Parse([]byte(line + "next"))
		require.NoError(t, err)
		require.Equal(t, len(line), n)
		require.Equal(t, want, fmt.Sprintf("%q %q %q %v", b.Version, b.Software, b.Comments, b.Speaks2()))
	}
	for _, line := range []string{"SSH-2.0\n", "SSH-x-y\n", "SSH-2.0-a\x00b\n", "SSH2\n", "ssh-2.0-a\n", "SSH-.1-x\n"} {
		_, err := new(ssh.Banner).Parse([]byte(line))
		require.ErrorIs(t, err, ssh.ErrMalformed, line)
	}
	long := "SSH-2.0-" + strings.Repeat("x", ssh.MaxBanner)
	_, err := new(ssh.Banner).Parse([]byte(long[:ssh.MaxBanner-1]))
	require.ErrorIs(t, err, ssh.ErrMore)
	_, err = new(ssh.Banner).Parse([]byte(long))
	require.ErrorIs(t, err, ssh.ErrTooLong)
}

func TestKexInit(t *testing.T) {
	var k ssh.KexInit
	data := kexInit()
	n, err := k.Parse([]byte(data + "next"))
	require.NoError(t, err)
	require.Equal(t, len(data), n)
	require.Equal(t, lists[0]+";"+lists[2]+";"+lists[4]+";"+lists[6], string(k.AppendHASSH(nil)))
	require.Equal(t, lists[0]+";"+lists[3]+";"+lists[5]+";"+lists[7], string(k.AppendHASSHServer(nil)))
	require.Len(t, k.HASSH(), 32)
	require.True(t, k.Follows && k.KeyExchange.Has("ext-info-c") && !k.KeyExchange.Has("ext-info"))
	require.Equal(t, "aes128-ctr", string(k.CiphersClientToServer.First()))
	require.Empty(t, k.LanguagesClientToServer)
	for i := range data {
		_, err = k.Parse([]byte(data[:i]))
		require.ErrorIs(t, err, ssh.ErrMore)
	}
	for name, bad := range map[string]string{
		"other message": wrap("\x15"), "no list": wrap("\x14" + strings.Repeat("c", 18)), "empty": wrap(""),
		"binary name": strings.Replace(data, "ssh-", "ssh\x00", 1), "padding": "\x00\x00\x00\x0c\x03\x14aaaaaaaaaaaa",
	} {
		_, err = k.Parse([]byte(bad))
		require.ErrorIs(t, err, ssh.ErrMalformed, name)
	}
	_, err = k.Parse([]byte("\x00\x00\x88\xb5\x05\x14"))
	require.ErrorIs(t, err, ssh.ErrTooLong)
}

// follow feeds a Reader in parts of a size.
func follow(data []byte, size int) l7test.Course[ssh.Event] {
	var r ssh.Reader
	return l7test.Follow(data, size, r.Next, func(e ssh.Event) (string, bool) {
		switch e {
		case ssh.IsBanner:
			return string(r.Banner.Line), true
		case ssh.IsKexInit:
			return r.KexInit.HASSH() + string(r.KexInit.Cookie), true
		}
		return "", false
	})
}

func TestReaderInAnySplit(t *testing.T) {
	long := strings.Repeat("welcome\r\n", ssh.MaxPreamble/9+1)
	for _, c := range []struct {
		name, data string
		events     int
		end        ssh.Event
		left       string
	}{
		{"both", banner + kexInit() + "\x00\x00", 2, ssh.Done, "\x00\x00"},
		{"lines", "hello\r\nSS\r\nSSH\n\nSSHD\n" + banner + kexInit(), 2, ssh.Done, ""},
		{"version 1", "SSH-1.5-1.2.26\n\x00\x00", 1, ssh.Done, "\x00\x00"},
		{"other message", banner + wrap("\x01xx"), 1, ssh.Done, wrap("\x01xx")},
		{"nothing said", banner + wrap("\x02xx") + wrap("\x04\x00") + kexInit(), 2, ssh.Done, ""},
		{"padded line", "SSH-2.0-x\x00\x00\x00\r\n" + kexInit(), 2, ssh.Done, ""},
		{"padded banner", "SSH-2.0-x\n" + strings.Repeat("\x00", 200) + kexInit(), 2, ssh.Done, ""},
		{"one NUL", "SSH-2.0-x\r\n\x00" + kexInit(), 2, ssh.Done, ""},
		{"padded to the limits", "SSH-2.0-x" + strings.Repeat("\x00", ssh.MaxBanner+ssh.MaxPadding-10) + "\n" +
			strings.Repeat("\x00", ssh.MaxPadding) + kexInit(), 2, ssh.Done, ""},
		{"padding for ever", "SSH-2.0-x\n" + strings.Repeat("\x00", 400), 1, ssh.Malformed, strings.Repeat("\x00", 400)},
		{"coloured lines", "\x1b[31mno entry\x1b[0m\a\r\n\x00" + "\n" + banner + kexInit(), 2, ssh.Done, ""},
		{"binary", "\x16\x03\x01", 0, ssh.Malformed, "\x16\x03\x01"},
		{"bad banner", "SSH-2\nx", 0, ssh.Malformed, "SSH-2\nx"},
		{"long packet", banner + "\x00\x01\x00\x00\x05", 1, ssh.TooLong, "\x00\x01\x00\x00\x05"},
		{"long preamble", long, 0, ssh.TooLong, long[ssh.MaxPreamble:]},
	} {
		whole := l7test.CheckSplits(t, c.name, []byte(c.data), follow)
		require.Len(t, whole.Events, c.events, c.name)
		require.Equal(t, c.end, whole.End, c.name)
		require.Equal(t, c.left, whole.Left, c.name)
	}
}

func TestNothingIsAllocated(t *testing.T) {
	data := []byte(banner + kexInit())
	var r ssh.Reader
	require.Zero(t, testing.AllocsPerRun(100, func() {
		r.Reset()
		rest, _ := r.Next(data)
		if _, e := r.Next(rest); e != ssh.IsKexInit {
			t.Fail()
		}
	}))
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(banner+kexInit()), uint8(7))
	f.Add([]byte("hello\nSSH-1.5-x\n"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		require.Equal(t, follow(data, len(data)+1), follow(data, int(size)+1))
		var b ssh.Banner
		if _, err := b.Parse(data); err == nil {
			require.True(t, ssh.MaybeBanner(data))
		}
		var k ssh.KexInit
		if n, err := k.Parse(data); err == nil {
			require.LessOrEqual(t, n, len(data))
			require.Less(t, len(k.AppendHASSH(nil)), len(data))
		}
	})
}

func BenchmarkReader(b *testing.B) {
	data := []byte(banner + kexInit())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var r ssh.Reader
	for b.Loop() {
		r.Reset()
		rest, _ := r.Next(data)
		r.Next(rest)
	}
}

func BenchmarkHASSH(b *testing.B) {
	var k ssh.KexInit
	k.Parse([]byte(kexInit()))
	b.ReportAllocs()
	for b.Loop() {
		k.HASSH()
	}
}

func Example() {
	var r ssh.Reader
	data := []byte(banner + kexInit())
	for event := ssh.IsBanner; event == ssh.IsBanner || event == ssh.IsKexInit; {
		switch data, event = r.Next(data); event {
		case ssh.IsBanner:
			fmt.Printf("%s by %s\n", r.Banner.Version, r.Banner.Software)
		case ssh.IsKexInit:
			fmt.Println(r.KexInit.HASSH())
		}
	}
	// Output:
	// 2.0 by OpenSSH_9.6p1
	// 941bf1a08c084587b7ec6565479f7e67
}
