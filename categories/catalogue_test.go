package categories_test

import (
	"bufio"
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/internal/stanza"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// nameless lists the applications without host names, and the reason.
var nameless = map[string]string{
	"POPS":               "a protocol over TLS, whoever serves it",
	"SMTPS":              "a protocol over TLS, whoever serves it",
	"IMAPS":              "a protocol over TLS, whoever serves it",
	"TeamsCall":          "told by attributes of STUN",
	"WhatsAppCall":       "told by attributes of STUN",
	"TelegramVoip":       "told by its use of STUN; the realm is the name of the site",
	"ViberVoip":          "told by its use of STUN; the realm is the name of the site",
	"BFCP":               "a protocol",
	"IRC":                "a protocol that many networks speak",
	"OICQ":               "told by its packets; its hosts are those of QQ",
	"IPSec":              "a protocol",
	"PPTP":               "a protocol",
	"AH":                 "a protocol",
	"ESP":                "a protocol",
	"CiscoVPN":           "companies run the gateways",
	"WireGuard":          "a protocol",
	"TINC":               "companies and people run the nodes",
	"SteamDatagramRelay": "its relays are known by address",
	"Source_Engine":      "players host the servers",
	"i3D":                "its servers are rented out to many games",
	"RakNet":             "a library of many games",
	"SignalVoip":         "told by its STUN, and its servers have Signal's names",
	"GoogleCall":         "told by its STUN, and its servers have names that all use",
	"Yojimbo":            "a library of many games",
	"ZUG":                "told by its packets",
}

// services are the categories in which even network protocols of the reference belong to a provider. The project's
// own protocols are identified by their packets.
var services = []categories.Category{
	categories.CategoryGame, categories.CategoryChat, categories.CategoryVPN, categories.CategoryCryptoCurrency,
	categories.CategorySocialNetwork, categories.CategoryMusic, categories.CategoryVideo, categories.CategoryShopping,
}

func TestApplicationsHaveHosts(t *testing.T) {
	have := hosted(t)
	for id := range categories.All() {
		if id == categories.Unknown || id.IsNetwork() && (id >= categories.FirstOwn || !slices.Contains(services, id.Category())) {
			continue
		}
		if reason, ok := nameless[id.Name()]; ok {
			require.False(t, have[id.Name()], "%s has hosts, though it is %s", id.Name(), reason)
			continue
		}
		require.True(t, have[id.Name()], "%s has no hosts", id.Name())
	}
	for name := range nameless {
		_, ok := categories.ByName(name)
		require.True(t, ok, name)
	}
}

// hosted returns the names of the applications with hosts in the catalogue.
func hosted(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("catalogue/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	names := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		all, err := stanza.Parse(string(text))
		require.NoError(t, err, file)
		for _, s := range all {
			if slices.ContainsFunc(s.Fields, func(f stanza.Field) bool { return f.Key == "hosts" }) {
				names[s.Name] = true
			}
		}
	}
	return names
}

// TestTopicsHaveHosts checks the categories for topics of sites.
func TestTopicsHaveHosts(t *testing.T) {
	count := map[string]int{}
	text, err := os.ReadFile("catalogue/topics.txt")
	require.NoError(t, err)
	all, err := stanza.Parse(string(text))
	require.NoError(t, err)
	for _, s := range all {
		category, hosts := "", 0
		for _, f := range s.Fields {
			switch f.Key {
			case "category":
				category = f.Words[0]
			case "hosts":
				hosts += len(f.Words)
			}
		}
		count[category] += hosts
	}
	for c := categories.CategoryHealth; c <= categories.CategoryVehicles; c++ {
		require.GreaterOrEqual(t, count[c.Name()], 20, c)
	}
}

// spots are samples of expected labels: an application, or a dash and a category, or both, then host names.
const spots = `
Google www.google.com google.de www.google.com.br clients4.google.com fonts.gstatic.com lh4.googleusercontent.com beacons.gvt2.com
Google/ConnCheck connectivitycheck.gstatic.com connectivitycheck.android.com
Google/Advertisement googleads.g.doubleclick.net pagead2.googlesyndication.com www.google-analytics.com adservice.google.com
GoogleServices fonts.googleapis.com www.googletagmanager.com mtalk.google.com
GoogleCloud my-app.appspot.com x.firebaseio.com service-abc.run.app
GMail mail.google.com gmail-smtp-in.l.google.com
GoogleMaps maps.google.com maps.googleapis.com
GoogleDrive drive.google.com
GoogleDocs docs.google.com
GoogleMeet meet.google.com
GoogleChat chat.google.com
GoogleClassroom classroom.google.com
PlayStore android.clients.google.com play.google.com play.googleapis.com
DataSaver datasaver.googleapis.com proxy.googlezip.net
YouTube www.youtube.com r3---sn-hju7enel.googlevideo.com i.ytimg.com yt3.ggpht.com youtubei.googleapis.com youtu.be
YouTubeUpload upload.youtube.com
Waze cres.waze.com
Crashlytics settings.crashlytics.com
NestLogSink logsink.devices.nest.com
Apple www.apple.com gsp85-ssl.ls.apple.com time-ios.apple.com is1-ssl.cdn-apple.com
Apple/ConnCheck captive.apple.com
Apple/SoftwareUpdate swcdn.apple.com appldnld.apple.com
AppleiCloud gateway.icloud.com p05-keyvalueservice.icloud.com.akadns.net cvws.icloud-content.com
iCloudPrivateRelay mask.icloud.com mask-h2.icloud.com
AppleiTunes init.itunes.apple.com music.apple.com
AppleStore p53-buy.itunes.apple.com apps.apple.com
ApplePush 1-courier.push.apple.com
AppleSiri guzzoni.apple.com
AppleTVPlus tv.apple.com
Microsoft www.microsoft.com www.msn.com
Microsoft/Web www.bing.com
Microsoft/ConnCheck www.msftconnecttest.com www.msftncsi.com
Microsoft365 login.live.com mobile.pipe.aria.microsoft.com go.microsoft.com login.microsoftonline.com
Microsoft365 contoso.sharepoint.com substrate.office.com
Outlook outlook.com outlook.live.com outlook.office365.com
MS_OneDrive onedrive.live.com
Teams teams.microsoft.com teams.office.com c-flightproxy-euno-01-teams.cloudapp.net emea.ng.msg.teams-msgapi.trafficmanager.net
Teams api.skype.com edge.skype.com
WindowsUpdate 3.tlu.dl.delivery.mp.microsoft.com download.windowsupdate.com
Azure my.blob.core.windows.net x.northeurope.cloudapp.azure.com app.azurewebsites.net
Xbox account.xbox.com xsts.auth.xboxlive.com
LinkedIn www.linkedin.com static.licdn.com
Github github.com raw.githubusercontent.com
Amazon www.amazon.com fls-na.amazon.com images-na.ssl-images-amazon.com c.amazon-adsystem.com www.amazon.co.uk
AmazonAWS sts.amazonaws.com console.aws.amazon.com
AWS_S3 s3-external-2.amazonaws.com bucket.s3.amazonaws.com bucket.s3.eu-central-1.amazonaws.com
AWS_EC2 ec2-3-120-1-1.eu-central-1.compute.amazonaws.com
AWS_API_Gateway a1b2c3.execute-api.us-east-1.amazonaws.com
AWS_DynamoDB dynamodb.us-east-1.amazonaws.com
AWS_Kinesis kinesis.us-west-2.amazonaws.com
AWS_EMR elasticmapreduce.eu-west-1.amazonaws.com
AWS_Cognito x.auth.us-east-1.amazoncognito.com
AWS_Cloudfront d111111abcdef8.cloudfront.net
Mozilla www.mozilla.org firefox.settings.services.mozilla.com
Mozilla/SoftwareUpdate aus5.mozilla.org
Blizzard eu.battle.net llnw.blizzard.com bnetcmsus-a.akamaihd.net
Naver www.naver.com
Shein img.ltwebstatic.com
Temu www.temu.com
Taobao login.taobao.com
RockstarGames patches.rockstargames.com
Espn a.espncdn.com
YandexAlice alice.yandex.ru
Azure presence.services.sfb.trafficmanager.net skypedataprdcolneu04.cloudapp.net
-/ArtifIntelligence chat.openai.com claude.ai www.perplexity.ai
-/Finance www.paypal.com api.stripe.com
-/News www.nytimes.com
-/Health www.webmd.com
-/Security krebsonsecurity.com
AmazonAlexa alexa.amazon.com avs-alexa-12-na.amazon.com
AmazonVideo/Video www.primevideo.com atv-ps.amazon.com
Twitch gql.twitch.tv video-weaver.fra02.hls.ttvnw.net
FbookReelStory scontent.xx.fbcdn.net video-iad3-2.xx.fbcdn.net
Facebook www.facebook.com graph.facebook.com fbcdn-profile-a.akamaihd.net
FacebookMessenger edge-mqtt.facebook.com mqtt-mini.facebook.com www.messenger.com
FacebookVoip turner.facebook
Instagram i.instagram.com scontent-mxp1-1.cdninstagram.com igcdn-photos-a-a.akamaihd.net
Threads www.threads.net
WhatsApp e13.whatsapp.net web.whatsapp.com
WhatsAppFiles mmg-fna.whatsapp.net media.fmct2-1.fna.whatsapp.net media-mxp1-1.cdn.whatsapp.net
Twitter twitter.com x.com pbs.twimg.com t.co
TikTok vcs-va.tiktokv.com www.tiktok.com p16-sign-va.tiktokcdn.com
Snapchat app-analytics-v2.snapchat.com feelinsonice-hrd.appspot.com
Telegram t.me web.telegram.org
Signal cdn.signal.org textsecure-service.whispersystems.org
Discord discord.com cdn.discordapp.com
Slack slack.com a.slack-edge.com
Reddit www.reddit.com preview.redd.it styles.redditmedia.com
Pinterest ru.pinterest.com i.pinimg.com
Tumblr 64.media.tumblr.com
Bluesky bsky.app enoki.us-east.host.bsky.network
Mastodon mastodon.social
VK vk.com sun9-10.userapi.com
KakaoTalk katalk.kakao.com
Line uts-front.line-apps.com dl-obs.official.line.naver.jp
Viber/Chat media.cdn.viber.com
QQ pingma.qq.com vv.video.qq.com res.wx.qq.com
WeChat web.wechat.com
Sina u1.img.mobile.sina.cn img.t.sinajs.cn
SinaWeibo www.weibo.com c.weibo.cn
Alibaba g.alicdn.com log.mmstat.com beacon-api.aliyuncs.com www.alibaba.com
Xiaomi account.xiaomi.com api.io.mi.com
Huawei consumer.huawei.com
HuaweiCloud cloud.huawei.com contentcenter-dre.dbankcdn.com
iQIYI msg.iqiyi.com stc.iqiyipic.com msg.qy.net
NetFlix www.netflix.com art-s.nflximg.net ipv4-c001-mxp001-isp.1.oca.nflxvideo.net
DisneyPlus prod-static.disney-plus.net global.edge.bamgrid.com
Hulu www.hulu.com
HBO play.hbomax.com www.max.com
Dazn user-profile.ar.indazn.com
Dailymotion www.dailymotion.com
Vimeo f.vimeocdn.com
Zattoo zattoo.com zattosecurehd2-f.akamaihd.net
OCS www.ocs.fr ocu03.labgency.ws
CNN cdn.cnn.com
Bloomberg/Cloud www.bloomberg.com
Pluralsight/Streaming stt.pluralsight.com pluralsight2.imgix.net
Spotify i.scdn.co apresolve.spotify.com audio4-ak-spotify-com.akamaized.net
Deezer deezer.com e-cdns-images.dzcdn.net
SoundCloud api-v2.soundcloud.com
Tidal api.tidal.com
Steam store.steampowered.com ext3-sto1.steamserver.net
EpicGames www.epicgames.com
RiotGames auth.riotgames.com
Roblox assetgame.roblox.com c0.rbxcdn.com
Playstation www.playstation.com
Nintendo e0d67c509fb203858ebcb2fe3f88c2aa.baas.nintendo.com g2df33d01-lp1.p.srv.nintendo.net
ElectronicArts accounts.ea.com origin-a.akamaihd.net
WorldOfWarcraft us.scan.worldofwarcraft.com
GaijinEntertainment yupmaster.gaijinent.com ta-receiver-balancer-xom.crossout.net
NetEaseGames data-detect.nie.easebar.com
GeForceNow 80-84-167-206.cloudmatchbeta.nvidiagrid.net
NordVPN s1.nordcdn.com
SurfShark it-mil-v086.prod.surfshark.com
ProtonVPN vpn-api.proton.me
TunnelBear api.polargrizzly.com
CloudflareWarp api.cloudflareclient.com
Cloudflare www.cloudflare.com my.workers.dev
DoH_DoT dns.google mozilla.cloudflare-dns.com dns.adguard.com dns10.quad9.net doh.dnslify.com
OCSP ocsp.digicert.com r3.o.lencr.org ocsp.sca1b.amazontrust.com o.pki.goog geant.ocsp.sectigo.com
Ookla www.speedtest.net
Cybersec su.ff.avast.com www.kaspersky.com
Zoom zoomfr84zc.zoom.us
Webex radcom.webex.com
TeamViewer router1.teamviewer.com
AnyDesk relay-3185a847.net.anydesk.com
Dropbox telemetry.dropbox.com
Canonical assets.ubuntu.com archive.ubuntu.com
Yandex yastatic.net ya.ru
YandexMail mail.yandex.kz
YandexDirect direct.yandex.kz
YandexMetrika mc.yandex.ru
Wikipedia upload.wikimedia.org en.wikipedia.org
Yahoo cookiex.ngd.yahoo.com s.yimg.com
eBay www.ebay.com i.ebayimg.com
Pastebin pastebin.com
Mining xmr-eu1.nanopool.org pool.supportxmr.com
-/AdultContent www.pornhub.com b-eu14.stripcdn.com
BitTorrent router.bittorrent.com tracker.opentrackr.org
SD-RTN 103-104-168-244.edge.agora.io
-/Advertisement app.adjust.com sb.scorecardresearch.com mobile-collector.newrelic.com
-/Advertisement secure.quantserve.com id.rlcdn.com ib.adnxs.com setting.rayjump.com
-/ConnCheck detectportal.firefox.com nmcheck.gnome.org
-/Malware www.internetbadguys.com secure.eicar.org
-/Gambling www.bet365.com
-/Shopping www.walmart.com
- www.example.com debian.pool.ntp.org e673.dsce9.akamaiedge.net 1.0.0.127.in-addr.arpa xn--mnich-kva.com notgoogle.com
`

func TestSpots(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	tested := 0
	for line := range strings.Lines(spots) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		name, category, _ := strings.Cut(words[0], "/")
		for _, host := range words[1:] {
			id, c := categories.ByHost(host)
			require.Equal(t, name, nameOf(id), host)
			if category != "" || id == categories.Unknown {
				require.Equal(t, category, orEmpty(c), host)
			}
			tested++
		}
	}
	require.Greater(t, tested, 200)
}

// nameOf returns the name of an application, or a dash for none.
func nameOf(id categories.ID) string {
	if id == categories.Unknown {
		return "-"
	}
	return id.Name()
}

func orEmpty(c categories.Category) string {
	if c == categories.CategoryUnspecified {
		return ""
	}
	return c.Name()
}

// hostLabel is the reference's label of a flow with a host name.
type hostLabel struct {
	host        string
	application string // empty for none
}

// hostLabels calls f for each flow of the reference captures that has a host name and a first protocol that carries
// names.
func hostLabels(t *testing.T, f func(hostLabel)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus.Reference(t, "corpus/labels5"), "*.jsonl"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		file, err := os.Open(name)
		require.NoError(t, err)
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var l struct {
				NDPI struct{ Proto, Hostname string }
			}
			require.NoError(t, json.Unmarshal(lines.Bytes(), &l), name)
			first, application, _ := strings.Cut(l.NDPI.Proto, ".")
			_, numeric := netip.ParseAddr(l.NDPI.Hostname)
			carries := slices.Contains([]string{"DNS", "HTTP", "TLS", "QUIC", "DTLS"}, first)
			if host := strings.ToLower(l.NDPI.Hostname); carries && host != "" && numeric != nil {
				f(hostLabel{host, application})
			}
		}
		require.NoError(t, lines.Err())
		require.NoError(t, file.Close())
	}
}

// agreement counts flows and distinct hosts with equal labels.
type agreement struct {
	flows, alike int
	hosts        map[string]bool // whether their labels are equal
}

func (a *agreement) add(host string, alike bool) {
	a.flows++
	if alike {
		a.alike++
	}
	if a.hosts == nil {
		a.hosts = map[string]bool{}
	}
	a.hosts[host] = alike
}

// require requires a minimum share of flows and hosts with equal labels.
func (a *agreement) require(t *testing.T, what string, part float64) {
	t.Helper()
	alike := 0
	for _, same := range a.hosts {
		if same {
			alike++
		}
	}
	t.Logf("%s: %d of %d flows and %d of %d hosts alike", what, a.alike, a.flows, alike, len(a.hosts))
	require.GreaterOrEqual(t, float64(a.alike), part*float64(a.flows), what)
	require.GreaterOrEqual(t, float64(alike), part*float64(len(a.hosts)), what)
}

// TestReferenceHosts compares labels by host name. The reference also uses addresses and content.
func TestReferenceHosts(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	have := hosted(t)
	var named, plain agreement
	hostLabels(t, func(l hostLabel) {
		id, _ := categories.ByHost(l.host)
		got, want, count := nameOf(id), l.application, &named
		switch {
		case want == "":
			want, count = "-", &plain
		case !have[want]:
			return
		}
		if count.add(l.host, got == want); got != want {
			t.Logf("%s: %s for %s", l.host, got, want)
		}
	})
	named.require(t, "with an application", 0.95)
	// The reference lacks some hosts of Skype and of Amazon's advertisements.
	plain.require(t, "with none", 0.91)
}
