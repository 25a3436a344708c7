package fingerprint

import "strings"

// system is an operating system and the TCP fingerprints of its stacks.
type system struct{ name, prints string }

// systems is what nDPI 5.0 says of TCP fingerprints, which come from captures of devices that its authors know; the list
// without newer entries is in wireshark/ndpi.lua of https://github.com/ntop/nDPI. Fingerprints that several systems share
// are not in it.
var systems = [...]system{
	{"Windows", "" +
		" 194_128_32768_5a9ef1c58d0b 194_128_32768_84fee6d35dde 194_128_32768_e75eea53a4fd" +
		" 194_128_32_5a9ef1c58d0b 194_128_64240_0c6c715fcb8e 194_128_64240_29659b8d8574" +
		" 194_128_64240_6bb88f5575fd 194_128_64954_5df61ba47d16 194_128_65160_720287bf387b" +
		" 194_128_65160_f7c19d625909 194_128_65340_5df61ba47d16 194_128_65535_35ea98532c26" +
		" 194_128_65535_6bb88f5575fd 194_128_65535_9f39700b863a 194_128_8192_5a9ef1c58d0b" +
		" 2_128_32768_5a9ef1c58d0b 2_128_62636_f7c19d625909 2_128_62720_6bb88f5575fd 2_128_64240_6bb88f5575fd" +
		" 2_128_64390_186255600578 2_128_64512_d978a30274f9 2_128_64668_ba856ac24bae 2_128_64872_7ec39e7a0c60" +
		" 2_128_65010_d7f34a3d4a0e 2_128_65088_e6db4d959510 2_128_65160_f7c19d625909 2_128_65312_6e130c7ac874" +
		" 2_128_65424_d408bed9ba71 2_128_65520_91f9ecb5d85c 2_128_65535_46c195dc1606 2_128_65535_6bb88f5575fd" +
		" 2_128_65535_8739305ee1fa 2_128_65535_91f9ecb5d85c 2_128_65535_d408bed9ba71 2_128_65535_d7f34a3d4a0e" +
		" 2_128_65535_e83222749ab9 2_128_65535_f7c19d625909 2_128_8192_4697958db063"},
	{"macOS", "" +
		" 194_64_65535_78dd6871cb6d 194_64_65535_d29295416479 2_64_0_d29295416479 2_64_65535_09b18f059744" +
		" 2_64_65535_78dd6871cb6d 2_64_65535_99a660d3e328 2_64_65535_d29295416479 2_64_65535_dd5737e4fedb"},
	{"iOS_iPad_OS", "" +
		" 194_64_65535_15db81ff8b0d 194_64_65535_d3a424420f2a 194_64_65535_dd5737e4fedb"},
	{"Android", "" +
		" 2_64_65535_148107a0d970 2_64_65535_2e3cee914fc1 2_64_65535_41a9d5af7dd3 2_64_65535_685ad951a756" +
		" 2_64_65535_d876f498b09e 2_64_65535_f518bfb025b0"},
	{"Linux", "" +
		" 2_64_14600_8c07a80cc645 2_64_29200_2e3cee914fc1 2_64_29200_90541420d839 2_64_29200_d853e95bd80f" +
		" 2_64_32120_2e3cee914fc1 2_64_64240_2e3cee914fc1 2_64_64240_41a9d5af7dd3 2_64_64800_83b2f9a5576c"},
}

// OS returns the operating system that a TCP fingerprint suggests, empty if none is known: a suggestion, as programs may
// set options of their own, and a NAT or a proxy has a stack of its own.
func OS(tcp []byte) string {
	if len(tcp) == 0 {
		return ""
	}
	for i := range systems {
		for print := range strings.FieldsSeq(systems[i].prints) {
			if print == string(tcp) {
				return systems[i].name
			}
		}
	}
	return ""
}
