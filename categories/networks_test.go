package categories_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/internal/gen/source"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// wellKnown lists owners and their addresses, which operators document or which their names have resolved to for a
// long time.
const wellKnown = `
Google 8.8.8.8 8.8.4.4 142.250.74.46 172.217.16.142 216.58.212.110 74.125.136.141 64.233.167.188 173.194.79.114
Google 209.85.128.1 66.249.66.1 216.239.35.0 2001:4860:4860::8888 2a00:1450:4007:80e::200e 2607:f8b0:4004:c07::66
Google 2404:6800:4004:80a::200e ::ffff:8.8.8.8
GoogleCloud 35.190.247.13 34.64.4.1 34.120.54.55 104.196.1.1 130.211.1.1 146.148.1.1 104.154.1.1 35.186.224.25
GoogleCloud 107.178.240.1 2600:1900:4000::1 2600:1901:0:38d7::
AWS_S3 3.5.140.1 52.216.1.1 52.219.1.1 54.231.1.1
AWS_Cloudfront 13.32.1.1 13.224.1.1 54.230.1.1 99.84.1.1 143.204.1.1 2600:9000:2000::1
AWS_EC2 18.184.1.1 34.200.1.1 35.156.1.1 46.137.1.1 52.80.1.1 2600:1f18::1 2a05:d018::1 2406:da18::1
AmazonAWS 52.94.236.248 54.239.28.85 176.32.103.205 205.251.242.103 207.171.166.22 72.21.206.80 54.222.1.1
AmazonAWS ::ffff:52.94.236.248
Akamai 23.62.1.1 95.101.1.1 104.91.1.1 184.25.1.1 2a02:26f0::1
DigitalOcean 178.62.1.1 167.99.1.1 2604:a880::1
Azure 13.69.1.1 20.42.1.1 20.190.1.1 40.112.72.205 51.104.1.1 52.239.1.1 104.40.1.1 168.63.129.16 23.96.1.1
Azure 191.235.1.1 137.117.1.1 138.91.1.1 13.107.42.14 2603:1020::1 2603:1030::1 2620:1ec:c11::200
Microsoft 131.107.255.255 204.79.197.200 65.55.223.12 207.46.13.1 64.4.23.140 157.55.39.1 2001:4898::1
Microsoft365 20.190.160.1 40.126.32.1 52.108.0.1 52.109.1.1 13.107.6.171
Outlook 40.97.160.2 52.97.1.1 52.98.1.1 40.92.1.1 40.107.1.1 104.47.1.1 132.245.1.1 13.107.6.152 2603:1026:c03::1
Teams 52.112.1.1 52.113.194.132 52.114.77.33 52.115.136.55 52.123.1.1 13.107.64.1 2603:1063::1
MS_OneDrive 13.107.136.1 40.108.128.1 52.104.1.1 104.146.128.1 2620:1ec:8f8::1
Github 140.82.112.3 140.82.121.4 185.199.108.153 192.30.255.112 143.55.64.1 2606:50c0:8000::153
LinkedIn 108.174.10.10 144.2.12.1 2a05:f500:10:101::b93f:9101
Cloudflare 1.1.1.1 1.0.0.1 104.16.132.229 162.159.200.1 172.67.1.1 188.114.97.1 141.101.64.1 2606:4700:4700::1111
Cloudflare 2400:cb00::1
CloudflareWarp 162.159.192.1 162.159.193.5 162.159.197.4 2606:4700:100::1
iCloudPrivateRelay 2a02:26f7::1 2606:54c0::1
Edgecast 93.184.216.34 93.184.220.29 192.229.221.95 152.199.19.161 72.21.91.29 2606:2800:220:1:248:1893:25c8:1946
OpenDNS 208.67.222.222 208.67.220.220 146.112.61.106 2620:119:35::35
Facebook 31.13.64.35 157.240.1.35 157.240.229.35 179.60.192.36 173.252.74.22 66.220.144.1 69.171.250.35 185.60.216.35
Facebook 129.134.30.12 2a03:2880:f12d:83:face:b00c:0:25de ::ffff:157.240.1.35
Telegram 149.154.167.99 149.154.175.50 91.108.4.1 91.108.56.100 95.161.64.1 2001:67c:4e8:f004::9 2001:b28:f23d:f001::a
Twitter 104.244.42.1 199.16.156.6 199.59.148.10 64.63.36.139
Apple 17.253.144.10 17.57.144.116 17.172.224.47 139.178.128.1 2620:149:a44::1 2a01:b740:a26::1 2403:300::1
NetFlix 23.246.11.133 45.57.40.1 37.77.184.1 198.38.96.1 108.175.32.1 2a00:86c0:2040::1
Twitch 52.223.198.7 99.181.64.1 192.16.64.1 185.42.204.1
Steam 155.133.252.86 162.254.198.46 146.66.152.12 208.64.200.1 103.10.124.1 2a01:bc80::1
RiotGames 104.160.131.3 162.249.72.1 43.229.65.1 185.40.64.1
Blizzard 24.105.56.13 37.244.1.1 137.221.64.1 185.60.112.157 5.42.180.154
Roblox 128.116.44.33 128.116.122.4
Playstation 104.142.128.1 100.42.96.1 217.18.16.1
TES_Online 159.100.232.114 198.20.200.1
ElectronicArts 159.153.191.240
Zoom 162.255.37.14 206.247.10.253 144.195.73.154 134.224.90.111 213.19.144.104 52.202.62.196 170.114.1.1 3.7.35.1
Webex 62.109.224.120 64.68.105.97 114.29.204.49 173.243.4.76 170.72.1.1 150.253.128.1
GoTo 216.115.208.1 68.64.1.1 173.199.1.1
TeamViewer 185.188.32.1
Tailscale 192.200.0.1 199.165.136.1
Wikipedia 208.80.154.224 208.80.153.224 198.35.26.96 185.15.59.224 2620:0:861:ed1a::1 2a02:ec80:300:ed1a::1
Yahoo 98.137.11.163 74.6.231.20 87.248.100.216 212.82.100.150 2001:4998:44:3507::8000
Yandex 77.88.8.8 77.88.55.88 5.255.255.77 87.250.250.242 213.180.204.186 2a02:6b8::feed:ff
YandexCloud 84.201.128.1 51.250.1.1 158.160.1.1 178.154.192.1
VK 87.240.132.72 93.186.225.194 95.142.192.1 2a00:bdc0::1
Alibaba 140.205.94.189 47.246.1.1 106.11.1.1 8.209.69.191 2400:3200::1 2408:4000::1
Tencent 203.205.151.233 119.28.1.1 43.130.19.227 129.226.103.74 49.51.177.25 240d:c000::1
HuaweiCloud 159.138.85.48 119.3.1.1 121.36.1.1
Line 147.92.165.194 203.104.150.1
KakaoTalk 110.76.143.50 103.246.57.251 211.231.100.1
Dropbox 162.125.19.131 108.160.170.46 2620:100:6000::1
Salesforce 85.222.142.6 13.108.1.1 136.146.1.1 161.71.1.1
Canonical 91.189.91.38 185.125.190.21
MerakiCloud 209.206.59.34 158.115.128.1
AVAST 5.62.53.53 77.234.41.35
Bloomberg 69.191.252.15
Nvidia 80.84.167.206 216.228.121.57
Threema 185.88.236.110
OperaVPN 77.111.247.69
Mullvad 193.138.218.74 185.213.154.68
ProtonVPN 185.159.159.148
eBay 66.135.195.175 66.211.160.88
Pandora 208.85.40.158
TikTok 71.18.1.1 130.44.212.1
Badoo 31.222.67.112
GaijinEntertainment 91.225.125.1
Unknown 9.9.9.9 94.140.14.14 192.0.2.1 198.51.100.1 100.64.0.1 169.254.1.1 172.16.0.1 224.0.0.251 192.88.99.1
Unknown 127.0.0.53 fd00::1 ff02::fb 2001:db8::1 3fff::1 ::ffff:10.0.0.1 1fff:: 4000::
`

func TestByAddressWellKnown(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	addrs := 0
	for line := range strings.Lines(strings.TrimSpace(wellKnown)) {
		words := strings.Fields(line)
		for _, addr := range words[1:] {
			addrs++
			require.Equal(t, words[0], categories.ByAddress(netip.MustParseAddr(addr)).Name(), addr)
		}
	}
	require.Greater(t, addrs, 150)
}

// TestByAddressIsLongestPrefix compares with a linear search through the prefixes, at both ends of each prefix, next
// to them, and at random.
func TestByAddressIsLongestPrefix(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	all := networks(t)
	slices.SortStableFunc(all, func(a, b source.Network) int { return b.Bits() - a.Bits() })
	four, six := byFamily(all)
	check := func(a netip.Addr) {
		in := six
		if a.Is4() {
			in = four
		}
		want := categories.Unknown
		if i := slices.IndexFunc(in, func(n source.Network) bool { return n.Contains(a) }); i >= 0 {
			want = categories.ID(in[i].ID)
		}
		require.Equal(t, want, categories.ByAddress(a), a)
		if a.Is4() {
			require.Equal(t, want, categories.ByAddress(netip.AddrFrom16(a.As16())), a)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range all {
		first, last := n.Addr(), end(n.Prefix)
		for _, a := range []netip.Addr{first, last, first.Prev(), last.Next(), within(random, n.Prefix)} {
			if a.IsValid() {
				check(a)
			}
		}
	}
	for range 5000 {
		check(within(random, netip.MustParsePrefix("0.0.0.0/0")))
		check(within(random, netip.MustParsePrefix("2000::/3")))
		check(within(random, netip.MustParsePrefix("::/0")))
	}
}

// end returns the last address of a prefix.
func end(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// TestReferenceAddresses compares with the labels of the reference. Its lists differ: it assigns Teams to Azure,
// names single hosts that services rent, and lacks several networks.
func TestReferenceAddresses(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	other, more := map[string]int{}, map[string]int{}
	var named, agreed, unnamed int
	labels(t, func(l label) {
		a, b := l.ends()
		switch l.NDPI.ByIP {
		case "":
		case "Unknown":
			unnamed++
			if a != categories.Unknown || b != categories.Unknown {
				more[fmt.Sprintf("%v or %v for %s", a.Name(), b.Name(), l.NDPI.Proto)]++
			}
		case a.Name(), b.Name():
			named++
			agreed++
		default:
			named++
			other[fmt.Sprintf("%v or %v for %s", a.Name(), b.Name(), l.NDPI.ByIP)]++
		}
	})
	t.Logf("%d of %d flows that the reference names by address have that name; else: %v", agreed, named, other)
	t.Logf("of %d others, these are named: %v", unnamed, more)
	require.Greater(t, float64(agreed)/float64(named), 0.9)
	require.Less(t, float64(total(more))/float64(unnamed), 0.06)
}

func total(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// ends returns the catalogue's owners of both ends of a flow.
func (l label) ends() (a, b categories.ID) {
	from, _ := netip.ParseAddr(l.SrcIP)
	to, _ := netip.ParseAddr(l.DstIP)
	return categories.ByAddress(from), categories.ByAddress(to)
}
