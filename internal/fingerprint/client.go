package fingerprint

import (
	"bytes"
	"strings"
)

// clients are TLS clients by the hashes of their JA4; they are those of FoxIO's
// ja4plus-mapping.csv (https://github.com/FoxIO-LLC/ja4), which has Chromium, Python, Go, IcedID, Cobalt Strike and
// SoftEther, and of wireshark/ndpi.lua of https://github.com/ntop/nDPI. Browsers that are built on Chromium share its
// fingerprints. Those that several engines share are not in it.
const clients = " 8daaf6152771_02713d6af862=Chromium 55b375c5d22e_06cda9e17597=Chromium 8daaf6152771_b0da82dd1658=Chromium" +
	" 8daaf6152771_b1ff8ab2d16f=Chromium 8daaf6152771_e5627efa2ab1=Chromium 8daaf6152771_45f260be83e2=Chromium" +
	" 8daaf6152771_de4a06bb82e3=Chromium e72c3b3287f1_e5627efa2ab1=Chromium 02e81d9f7c9f_736b2a1ed4d3=Chromium" +
	" 0a330963ad8f_c905abbc9856=Chromium 0a330963ad8f_c9eaec7dbab4=Chromium 39b11509324c_ab57fa081356=Chromium" +
	" 39b11509324c_c905abbc9856=Chromium 39b11509324c_c9eaec7dbab4=Chromium 41f4ea5be9c2_06a4338d0495=Chromium" +
	" 41f4ea5be9c2_736b2a1ed4d3=Chromium 41f4ea5be9c2_ed5eb0a3fdc3=Chromium 49e15d6cf97a_6bdcaa414218=Chromium" +
	" 49e15d6cf97a_736b2a1ed4d3=Chromium a571d07754c8_06a4338d0495=Chromium a571d07754c8_6bdcaa414218=Chromium" +
	" a571d07754c8_736b2a1ed4d3=Chromium a571d07754c8_ed5eb0a3fdc3=Chromium c45550529adf_c9eaec7dbab4=Chromium" +
	" c45550529adf_ce3753e6c77f=Chromium c866b44c5a26_de5ccbe16bdd=Chromium ccb88ad3c00d_c9eaec7dbab4=Chromium" +
	" d34a8e72043a_77989cba1f4a=Chromium d34a8e72043a_b00751acaffa=Chromium d34a8e72043a_eb7c9aabf852=Chromium" +
	" 07be0c029dc8_ad97e2351c08=Firefox 07be0c029dc8_d267a5f792d4=Firefox 5b57614c22b0_3d5424432f57=Firefox" +
	" 5b57614c22b0_5c2c66f702b0=Firefox 5b57614c22b0_7121afd63204=Firefox 5b57614c22b0_d267a5f792d4=Firefox" +
	" 95e1cefdbe28_d267a5f792d4=Firefox c877c20a043a_e70312a1ce2c=Firefox" +
	" 24fc43eb1c96_c5b8c5b1cdcb=Safari 2a284e3b0c56_12b7a1cb7c36=Safari 2a284e3b0c56_f05fdf8c38a9=Safari" +
	" 4b22cbed5bed_2cdefc264be7=Safari a09f3c656075_14788d8d241b=Safari" +
	" 85036bcba153_d41ae481755e=Python 9dc949149365_97f8aa674fd9=Go 9dc949149365_e7c285222651=Go" +
	" 0d8feac7bc37_7395dae3b2f3=curl 168bb377f8c8_a1e935682795=AnyDesk fcb5b95cb75a_b0d3b4ac2a14=SoftEther" +
	" 2b729b4bf6f3_9e7b989ebec8=IcedID d83cc789557e_16bbda4055b2=WinINet 76e208dd3e22_16bbda4055b2=WinHTTP "

// Client returns the browser, tool or library of a client's JA4 by its two hashes, empty if none is known. Others may
// imitate it, or use the same library.
func Client(ja4 []byte) string {
	_, hashes, ok := bytes.Cut(ja4, []byte("_"))
	if !ok || len(hashes) != len("8daaf6152771_02713d6af862") {
		return ""
	}
	_, rest, _ := strings.Cut(clients, string(hashes)+"=")
	client, _, _ := strings.Cut(rest, " ")
	return client
}
