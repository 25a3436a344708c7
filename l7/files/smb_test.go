//go:build !nfstream_no_files

package files_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/files"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// le returns values in two bytes each, the low one first.
func le(values ...int) (s string) {
	for _, v := range values {
		s += string(binary.LittleEndian.AppendUint16(nil, uint16(v)))
	}
	return s
}

func wide(text string) (s string) {
	for i := range len(text) {
		s += text[i:i+1] + "\x00"
	}
	return s
}

// netBIOS puts a message into a frame of the session service.
func netBIOS(message string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(message)))) + message
}

// smb1 is a message of version 1: a command, flags of which 0x80 is an answer, flags of which 0x8000 is UTF-16, parameters, data.
func smb1(command, flags byte, flags2 int, words, data string) string {
	return netBIOS("\xffSMB" + string(command) + zeros(4) + string([]byte{flags}) + le(flags2) + zeros(20) +
		string(rune(len(words)/2)) + words + le(len(data)) + data)
}

// smb2 is a message of version 2.
func smb2(command, flags int, body string) string {
	return netBIOS(smb2Message(command, flags, 0, body))
}

func smb2Message(command, flags, next int, body string) string {
	return "\xfeSMB" + le(64, 0, 0, 0, command, 0, flags, 0, next, 0) + zeros(40) + body
}

// ntlmChallenge and ntlmAnswer are messages of NTLM (MS-NLMP, sections 2.2.1.2 and 2.2.1.3).
func ntlmChallenge(netBIOSName, dnsName string) string {
	list := le(2, 2) + wide("D") + le(1, 2*len(netBIOSName)) + wide(netBIOSName)
	if dnsName != "" {
		list += le(3, 2*len(dnsName)) + wide(dnsName)
	}
	list += le(0, 0)
	return "NTLMSSP\x00" + le(2, 0) + le(0, 0, 56, 0) + zeros(4+8+8) + le(len(list), len(list), 56, 0) + zeros(8) + list
}

func ntlmAnswer(domain, user, host string) string {
	names, at := "", 64
	fields := ""
	for _, name := range []string{domain, user, host} {
		fields += le(2*len(name), 2*len(name), at+len(names), 0)
		names += wide(name)
	}
	return "NTLMSSP\x00" + le(3, 0) + le(0, 0, 64, 0, 0, 0, 64, 0) + fields + le(0, 0, 64, 0) + le(1, 0) + names
}

const dialects = "\x02PC NETWORK PROGRAM 1.0\x00\x02LANMAN2.1\x00\x02NT LM 0.12\x00\x02SMB 2.???\x00"

func TestSMB(t *testing.T) {
	offer := smb1('r', 0, 0, "", dialects)
	chosen := func(index int) string { return smb1('r', 0x80, 0, le(index)+zeros(32), "") }
	setup2 := func(flags int, blob string) string {
		return smb2(1, flags, le(25, 0, 0, 0, 0, 0, 88, len(blob))+zeros(8)+blob)
	}
	tree2 := func(path string) string { return smb2(3, 0, le(9, 0, 72, 2*len(path))+wide(path)) }
	negotiated := func(dialect int) string { return smb2(0, 1, le(65, 1, dialect, 0)+zeros(56)) }
	tree1 := le(0xff, 0, 0, 1) // no more commands, a password of one byte
	ask, answer := smb2(0, 0, le(36, 1, 0, 0)), smb2(1, 1, le(9, 0, 72, 0))
	for _, c := range []struct {
		want  files.SMB
		turns []string
	}{
		{files.SMB{Dialect: "NT LM 0.12"}, []string{offer, chosen(2)}},
		{files.SMB{Dialect: "LANMAN2.1"}, []string{offer, chosen(1)}},
		{files.SMB{}, []string{offer, chosen(4)}}, {files.SMB{}, []string{offer, chosen(0xffff)}}, {files.SMB{}, []string{"", chosen(0)}},
		{files.SMB{Dialect: "3.1.1"}, []string{offer, negotiated(0x2ff), ask, negotiated(0x311)}},
		{files.SMB{Dialect: "2.0.2"}, []string{ask, negotiated(0x202)}}, {files.SMB{Dialect: "2.1"}, []string{ask, negotiated(0x210)}},
		{files.SMB{Dialect: "3.0"}, []string{ask, negotiated(0x300)}}, {files.SMB{Dialect: "3.0.2"}, []string{ask, negotiated(0x302)}},
		{files.SMB{}, []string{ask, negotiated(0x399)}},
		// Version 2: a server, a user, IPC$, and a share.
		{files.SMB{Dialect: "2.1", Server: "s.example", Domain: "D", User: "u", Host: "PC", Share: `\\s\x`}, []string{
			ask, negotiated(0x210), "", setup2(1, ntlmChallenge("S", "s.example")), setup2(0, ntlmAnswer("D", "u", "PC")), answer,
			tree2(`\\s\IPC$`), smb2(3, 1, zeros(16)), tree2(`\\s\x`)}},
		// What is behind a share is not read, nor what is encrypted.
		{files.SMB{Server: "S", Share: `\\s\y`}, []string{
			"", setup2(1, ntlmChallenge("S", "")), tree2(`\\s\y`), "", tree2(`\\s\z`)}},
		{files.SMB{}, []string{netBIOS("\xfdSMB" + zeros(60)), "", tree2(`\\s\y`)}},
		{files.SMB{Share: `\\s\IPC$`}, []string{tree2(`\\s\IPC$`), "", netBIOS("\xfdSMB" + zeros(60)), "", tree2(`\\s\y`)}},
		// Several messages in one, of which the first is longer than its body.
		{files.SMB{Share: `\\s\c`}, []string{netBIOS(smb2Message(1, 0, 88, le(25, 0)+zeros(20)) +
			smb2Message(3, 0, 0, le(9, 0, 72, 10)+wide(`\\s\c`)))}},
		// An anonymous user has no name.
		{files.SMB{Host: "PC"}, []string{setup2(0, ntlmAnswer("", "", "PC"))}},
		{files.SMB{User: "u"}, []string{setup2(0, ntlmAnswer("", "u", "")), "", setup2(0, ntlmAnswer("", "", "PC"))}},
		// Version 1: in UTF-16, a login and a share in one message; in another character set; the first form of a share.
		{files.SMB{User: "u", Domain: "D", Share: `\\s\x`}, []string{smb1('s', 0, 0x8000,
			le(0x75, 32+1+26+2+2+1+4+4, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0), "pp\x00"+wide("u\x00D\x00")+ // passwords, alignment, names
				"\x04"+le(0xff, 0, 0, 1)+le(13+7)+"p"+wide(`\\s\x`+"\x00")+"?????\x00")}},
		{files.SMB{User: "u", Domain: "D"}, []string{smb1('s', 0, 0, le(0xff, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0), "pu\x00D\x00")}},
		{files.SMB{User: "u", Host: "PC"}, []string{smb1('s', 0, 0x8000, le(0xff, 0)+zeros(20), ntlmAnswer("", "u", "PC"))}},
		{files.SMB{Server: "s"}, []string{smb1('s', 0x80, 0, le(0xff, 0, 0, 0), ntlmChallenge("S", "s"))}},
		{files.SMB{Share: `\\s\x`}, []string{smb1('u', 0, 0, tree1, "p"+`\\s\x`+"\x00?????\x00")}},
		{files.SMB{Share: `\\s\x`}, []string{smb1('u', 0, 0x8000, tree1, "p"+wide(`\\s\x`+"\x00")+"?????\x00")}},
		{files.SMB{Share: `\\s\x`}, []string{smb1('p', 0, 0, "", "\x04"+`\\s\x`+"\x00\x04\x00\x04?????\x00")}},
		{files.SMB{}, []string{smb1('u', 0x80, 0, tree1, "p"+`\\s\x`+"\x00")}},
		{files.SMB{}, []string{smb1('u', 0, 0, tree1, "p"+`\\s\x`)}},
	} {
		require.Equal(t, c.want, l7test.Record[files.SMB](t, newEngine, l7test.Script{On: l7.TCP, Port: 445, Turns: c.turns}), "%q", c.turns)
	}
}

func TestSMBOfCaptures(t *testing.T) {
	for capture, want := range map[string]files.SMB{
		"corpus/pcap/smbv1.pcap": {Dialect: "NT LM 0.12", Share: `\\10.128.0.243\IPC$`},
		"corpus2/pcap/zeek~testing~btest~Traces~smb~smb2-zero-byte-error-ioctl.pcapng": {Dialect: "3.1.1", Share: `\\192.168.2.69\SHARED`,
			Domain: "65A2D0F0A866", User: "justin", Host: "JUSTIN-AZOFF", Server: "65a2d0f0a866"},
		"corpus2/pcap/zeek~testing~btest~Traces~smb~cifs_negotiate_lanman.pcap": {Dialect: "LANMAN2.1"},
		"corpus2/pcap/suri~tests~smb-eicar-file~input.pcap": {Dialect: "NT LM 0.12", Share: `\\192.168.1.3\PUBLIC`, Host: "HOST",
			Server: "WIN-MV8B5VI0FAL"},
	} {
		require.Contains(t, l7test.RecordsOf[files.SMB](t, capture, files.Protos()), want, capture)
	}
}
