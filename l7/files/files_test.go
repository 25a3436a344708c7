//go:build !nfstream_no_files

package files_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/files"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

var newEngine = l7test.Engines(files.Protos())

// Turns are of the client first; an empty one passes.
func TestStreams(t *testing.T) {
	for _, c := range []struct {
		want, app categories.ID
		turns     []string
	}{
		{categories.FTPControl, 0, []string{"", "220 (vsFTPd 3.0.3)\r\n", "USER a\r\n"}},
		{categories.FTPControl, 0, []string{"", "220-hello\r\n220 you\r\n", "user a\r\n"}},
		{categories.FTPControl, 0, []string{"", "227 Entering Passive Mode (192,0,2,1,4,1)\r\n"}},
		{categories.FTPControl, 0, []string{"", "220 FTP\r\n", "AUTH TLS\r\n", "502 no\r\n", "USER a\r\n"}},
		{categories.FTPS, 0, []string{"", "220 hi\r\n", "AUTH TLS\r\n", "234-now\r\n234 go\r\n", "\x16\x03\x01"}},
		{0, 0, []string{"", "220 ESMTP ready\r\n", "USER a\r\n"}}, {0, 0, []string{"", "220 ready\r\n", "EHLO a\r\n"}},
		{0, 0, []string{"", "+OK\r\n", "USER a\r\n"}}, {0, 0, []string{"USER a b c :d\r\n", ":a 001\r\n"}},
		{categories.FTPData, 0, []string{"", "-rw-r--r--    1 0        0        1073741824 Feb 19  2016 1GB.zip\r\n"}},
		{0, 0, []string{"-rw-r--r-x"}}, {0, 0, []string{"drwxr-xr-y 1\n"}}, {0, 0, []string{"ls\n", "drwxr-xr-x 1\n"}},
		{categories.NetBIOS, categories.SMBv23, []string{"\x00\x00\x00\x28\xfeSMB@" + zeros(35), ""}},
		{categories.NetBIOS, categories.SMBv1, []string{"\x00\x00\x00\x28\xffSMBs" + zeros(35), ""}},
		{categories.NetBIOS, categories.SMBv1, []string{"\x00\x00\x00\x28\xffSMBr" + zeros(35),
			"\x85\x00\x00\x00\x00\x00\x00\x28\xffSMBr" + zeros(35)}},
		{categories.NetBIOS, categories.SMBv23, []string{"\x00\x00\x00\x28\xffSMBr" + zeros(35),
			"\x00\x00\x00\x28\xfeSMB@" + zeros(35)}},
		{0, 0, []string{"\x00\x00\x00\x08\xffSMBr\x00\x00\x00"}}, {0, 0, []string{"\x81\x00\x00\x44\x20Not this"}},
		{categories.NFS, 0, []string{"\x80\x00\x00\x28" + rpc}}, {0, 0,
			[]string{"\x80\x00\x00\x28" + rpc[:13] + "\x20" + rpc[14:]}},
		{categories.AFP, 0, []string{"\x00\x04\x00\x01\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x00\x00\x01\x04\x00\x00\x04\x00"}},
		{categories.RSYNC, 0, []string{"", "@RSYNCD: 31.0\n"}}, {categories.Git, 0, []string{"0033git-upload-pack /p"}},
		{0, 0, []string{"0033something"}}, {categories.Ceph, 0, []string{"ceph v2\n"}},
		{categories.MSDO, 0, []string{"\x0eSwarm protocol"}},
		{categories.Lustre, 0, []string{"\x00\x71\xce\xac\x01\x00\x00\x00"}},
	} {
		for _, size := range []int{1, 5, 1000} {
			e := newEngine()
			k := l7test.NewTalk(e, l7.TCP, 40000, 40001)
			for i, turn := range c.turns {
				k.Segments(uint8(i&1), []byte(turn), size)
			}
			if !k.Flow.Decided() {
				k.End()
			}
			require.Equal(t, c.want, k.Flow.Protocol, "%q by %d", c.turns, size)
			require.Equal(t, c.app, k.Flow.Application, "%q by %d", c.turns, size)
			require.Zero(t, e.Busy())
		}
	}
}

const rpc = "\x38\x43\x76\x59\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x86\xa5\x00\x00\x00\x03\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

const rx = "\x57\x0f\xb5\x60\x5c\x3f\xc9\x88\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01"

func zeros(n int) string { return string(make([]byte, n)) }

func TestDatagrams(t *testing.T) {
	for _, c := range []struct {
		want  categories.ID
		turns []string
	}{
		{categories.NFS, []string{rpc}}, {0, []string{rpc[:4] + "\x00\x00\x00\x01" + rpc[8:]}},
		{categories.TFTP, []string{"\x00\x01a\x00octet\x00"}}, {categories.TFTP, []string{"\x00\x06tsize\x00123\x00"}},
		{categories.TFTP, []string{"\x00\x03\x00\x01data", "\x00\x04\x00\x01"}},
		{categories.TFTP, []string{"\x00\x04\x00\x00", "\x00\x03\x00\x01data"}},
		{categories.RX, []string{rx + "\x01\x05\x00\x00\x00\x00\x00\x49", rx + "\x01\x04\x00\x00\x00\x00\x00\x49"}},
		{0, []string{rx + "\x01\x05\x00\x00\x00\x00\x00\x49", rx + "\x01\x05\x00\x00\x00\x00\x00\x49"}},
		{0, []string{rx + "\x01\x05\x00\x00\x00\x00\x00\x49", "x" + rx[1:] + "\x01\x04\x00\x00\x00\x00\x00\x49"}},
		{0, []string{rx + "\x01\x05\x00\x00\x00\x00\x00\x49", "", rx + "\x01\x04\x00\x00\x00\x00\x00\x49"}},
		{0, []string{"\x00\x03\x00\x01data", "\x00\x04\x00\x02"}}, {0, []string{"\x00\x03\x00\x01data", "\x00\x04\x00\x01data"}},
		{0, []string{"\x00\x03\x00\x01data", "", "\x00\x04\x00\x01"}},
		{0, []string{"\x00\x01a\x00other\x00"}},
		{0, []string{"\x00\x06abcd\x00123\x00"}},
	} {
		e := newEngine()
		k := l7test.NewTalk(e, l7.UDP, 40000, 40001)
		k.Turns(c.turns...)
		if !k.Flow.Decided() {
			k.End()
		}
		require.Equal(t, c.want, k.Flow.Protocol, "%q", c.turns)
		require.Zero(t, e.Busy())
	}
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script {
		return l7test.Script{On: l7.TCP, Port: 445, Size: 3, Turns: turns}
	}
	l7test.CheckReuse(t, newEngine, script("\x00\x00\x00\x28\xffSMBr"+zeros(36)), script("\x00\x00\x00\x28\xffSMBs"+zeros(36)),
		script("", "220 FTP\r\n", "AUTH TLS\r\n"), script("", "220 FTP\r\n234"))
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: files.Protos(), Port: 445}.Flow(f,
		[2]string{"0018git-receive-pack /p\x00", ""}, [2]string{"@RSYNCD: 31.0\npub\n", "@RSYNCD: 31.0\n"},
		[2]string{"\x00\x00\x00\x28\xffSMBr" + zeros(35),
			"\x00\x00\x00\x28\xfeSMB@" + zeros(35)},
		[2]string{"AUTH TLS\r\n", "220 FTP\r\n234 go\r\n"}, [2]string{"\x80\x00\x00\x28" + rpc, ""}, [2]string{rpc, ""},
		[2]string{"\x00\x03\x00\x01data", "\x00\x04\x00\x01"}, [2]string{"", "drwxr-xr-x 1\n"},
		[2]string{smb2(3, 0, le(9, 0, 72, 10)+wide(`\\s\c`)) + smb2(1, 0, ntlmAnswer("D", "u", "PC")), smb2(1, 1, ntlmChallenge("S", "s"))},
		[2]string{smb1('r', 0, 0, "", dialects) + smb1('u', 0, 0, le(0xff, 0, 0, 1), "p\x00"), smb1('r', 0x80, 0, le(2), "")})
}
