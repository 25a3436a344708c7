package visibility

import (
	"net/netip"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// BenchmarkCatch measures the share of short conversations that are found, by method, protocol, process (this one,
// which continues, or a separate one) and lifetime.
func BenchmarkCatch(b *testing.B) {
	for _, how := range []string{"packets", "poll"} {
		for network, at := range map[string]string{"tcp4": "127.0.0.1:0", "udp4": "127.0.0.1:0", "tcp6": "[::1]:0"} {
			for _, who := range []string{"process", "child"} {
				for _, life := range []time.Duration{0, 2 * time.Millisecond, 10 * time.Millisecond} {
					b.Run(how+"/"+network+"/"+who+"/"+life.String(), func(b *testing.B) {
						p := open(b, Options{Poll: how == "poll"})
						to := serve(b, network, at)
						time.Sleep(100 * time.Millisecond)
						caught := 0
						for b.Loop() {
							if converseAndFind(b, p, network, to, who, life) {
								caught++
							}
						}
						b.ReportMetric(100*float64(caught)/float64(b.N), "caught%")
						b.Logf("%d of %d, %+v", caught, b.N, p.Stats())
					})
				}
			}
		}
	}
}

func converseAndFind(t testing.TB, p *Plugin, network string, to netip.AddrPort, who string, life time.Duration) bool {
	pid := os.Getpid()
	var local netip.AddrPort
	if who == "child" {
		pid, local = startChild(t, network, to.String(), life)
	} else {
		local, _ = converse(network, to.String(), life)
	}
	time.Sleep(5 * time.Millisecond)
	want := pairFor(network, local, to)
	got := p.sockets.find(&want, 0)
	return got != nil && got.PID == pid
}

// BenchmarkCost measures the cost of watching in percent of a core: on an idle host, and with 1,000 conversations per
// second over loopback, with two sockets each.
func BenchmarkCost(b *testing.B) {
	for _, how := range []string{"packets", "poll"} {
		for _, load := range []string{"idle", "tcp4", "udp4"} {
			b.Run(how+"/"+load, func(b *testing.B) {
				p := open(b, Options{Poll: how == "poll"})
				if load != "idle" {
					startServing(b, "flood "+load)
				}
				time.Sleep(time.Second)
				before, cpu := p.Stats(), cpuTime()
				begin := time.Now()
				for b.Loop() {
					time.Sleep(100 * time.Millisecond)
				}
				took := time.Since(begin)
				after := p.Stats()
				b.ReportMetric(100*float64(cpuTime()-cpu)/float64(took), "core%")
				b.ReportMetric(float64(after.Noticed-before.Noticed)/took.Seconds(), "noticed/s")
				b.ReportMetric(float64(after.Gone-before.Gone)/took.Seconds(), "gone/s")
				b.ReportMetric(float64(after.Dropped-before.Dropped)/took.Seconds(), "dropped/s")
			})
		}
	}
}

func cpuTime() time.Duration {
	var u unix.Rusage
	unix.Getrusage(unix.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
