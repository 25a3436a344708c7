package risks_test

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/risk"
)

const (
	goodBanner = "SSH-2.0-OpenSSH_9.6\r\n"
	goodCipher = "chacha20-poly1305@openssh.com,aes128-ctr,3des-ctr"
)

// sshOf returns a flow of SSH: banners and ciphers of the client and of the server.
func sshOf(client, clientCiphers, server, serverCiphers string) riskstest.Flow {
	return riskstest.Flow{On: l7.TCP, Port: 22, Turns: []string{client, server, kexInit(clientCiphers), kexInit(serverCiphers)}}
}

// kexInit returns the packet of a side that offers ciphers for both directions.
func kexInit(ciphers string) string {
	payload := append([]byte{20}, make([]byte, 16)...)
	for _, list := range []string{"curve25519-sha256", "ssh-ed25519", ciphers, ciphers, "hmac-sha2-256", "hmac-sha2-256", "none", "none", "", ""} {
		payload = append(binary.BigEndian.AppendUint32(payload, uint32(len(list))), list...)
	}
	payload = append(payload, 0, 0, 0, 0, 0)
	b := binary.BigEndian.AppendUint32(nil, uint32(1+len(payload)+8))
	return string(append(append(append(b, 8), payload...), make([]byte, 8)...))
}

var sshCases = []riskstest.Case{
	{ID: risk.ObsoleteSSHClient, Fires: true, Detail: "SSH-2.0-OpenSSH_6.7",
		Flow: sshOf("SSH-2.0-OpenSSH_6.7\r\n", goodCipher, goodBanner, goodCipher)},
	{ID: risk.ObsoleteSSHClient, Fires: true, Detail: "SSH-1.5-1.2.26", Flow: sshOf("SSH-1.5-1.2.26\n", "", goodBanner, goodCipher)},
	{ID: risk.ObsoleteSSHClient, Fires: true, Detail: "cipher 3des-cbc",
		Flow: sshOf("SSH-2.0-PuTTY_Release_0.74\r\n", "aes128-ctr,3des-cbc,arcfour", goodBanner, goodCipher)},
	{ID: risk.ObsoleteSSHClient, Fires: true, Flow: sshOf("SSH-2.0-dropbear_2018.76\r\n", goodCipher, goodBanner, goodCipher)},
	{ID: risk.ObsoleteSSHClient, Flow: sshOf(goodBanner, goodCipher, "SSH-2.0-OpenSSH_5.3\r\n", "arcfour")},
	{ID: risk.ObsoleteSSHClient, Flow: sshOf("SSH-2.0-OpenSSH_10.2\r\n", goodCipher, goodBanner, goodCipher)},
	{ID: risk.ObsoleteSSHClient, Flow: sshOf("SSH-2.0-OpenSSH_for_Windows_9.5\r\n", goodCipher, goodBanner, goodCipher)},
	{ID: risk.ObsoleteSSHServer, Fires: true, Detail: "cipher arcfour",
		Flow: sshOf(goodBanner, goodCipher, "SSH-2.0-OpenSSH_5.3\r\n", "arcfour")},
	{ID: risk.ObsoleteSSHServer, Fires: true, Detail: "SSH-2.0-OpenSSH_5.3",
		Flow: sshOf(goodBanner, goodCipher, "SSH-2.0-OpenSSH_5.3\r\n", goodCipher)},
	{ID: risk.ObsoleteSSHServer, Flow: sshOf("SSH-2.0-OpenSSH_6.7\r\n", "arcfour", "SSH-1.99-Cisco-1.25\n", goodCipher)},
	{ID: risk.InsecureSMB, Fires: true, Detail: "SMBv1", Flow: smbOf(l7.TCP, categories.SMBv1)},
	{ID: risk.InsecureSMB, Flow: smbOf(l7.TCP, categories.SMBv23)},
	{ID: risk.InsecureSMB, Flow: smbOf(l7.UDP, categories.SMBv1)},

	{ID: risk.MaliciousFingerprint, Fires: true, Detail: "SYN without options, as of zmap", Flow: synOf(packet.SYN)},
	{ID: risk.MaliciousFingerprint, Flow: synOf(packet.SYN | packet.ACK)},
	{ID: risk.MaliciousFingerprint, Flow: synOf(packet.ACK)},
}

func smbOf(on l7.Transport, app categories.ID) riskstest.Flow {
	is := label.Label{Protocol: categories.NetBIOS, Application: app, Confidence: label.ByInspection}
	return riskstest.Flow{On: on, Port: 139, Turns: []string{"x"}, Label: &is}
}

func synOf(flags uint8) riskstest.Flow {
	return riskstest.Flow{On: l7.TCP, Port: 80, Packets: []riskstest.Packet{{Flags: flags}}}
}
