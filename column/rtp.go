//go:build !tiny

package column

import (
	"math"
	"strings"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
)

// rtpColumns are those for which RTP is measured, of each direction.
func rtpColumns() (all []Column) {
	for dir, name := range [...]string{"src2dst", "dst2src"} {
		all = append(all, rtpColumnsOf(dir, name+"_rtp_")...)
		all = append(all, rtcpColumnsOf(dir, name+"_rtcp_")...)
	}
	return all
}

func rtpColumnsOf(dir int, name string) []Column {
	return []Column{
		rtpList(name+"payload_types", u8, "payload types of RTP, of all sources", dir, func(dst []int64, s *record.RTPSource) []int64 {
			for _, k := range s.Kinds[:s.N] {
				dst = append(dst, int64(k))
			}
			return dst
		}),
		rtpList(name+"ssrc", u32, "identifiers of the sources of RTP, SSRC; the first 3", dir, func(dst []int64, s *record.RTPSource) []int64 {
			return append(dst, int64(s.ID))
		}),
		termColumn(name+"codec", "codec of the source with most packets, by its payload type if that is assigned (RFC 3551)",
			func(dst []byte, f *flow.Flow) []byte {
				if s := mainSource(f, dir); s != nil {
					dst = append(dst, codecOf(s.Kinds[0])...)
				}
				return dst
			}),
		rtpInt(name+"packets", "packets of RTP, of all sources", dir, (*record.RTPSource).Packets),
		rtpInt(name+"lost", "packets of RTP that are missing by their sequence numbers, of all sources", dir, (*record.RTPSource).Lost),
		millisColumn(name+"jitter_ms", "interarrival jitter at the end of the source with most packets (RFC 3550, section 6.4.1)",
			func(f *flow.Flow) int64 {
				if s := mainSource(f, dir); s != nil {
					if ns, ok := s.Jitter(); ok {
						return ns
					}
				}
				return notObserved
			}),
		floatColumn(name+"mos", "mean opinion score by the E-model (ITU-T G.107) of codec and loss, without delay",
			func(f *flow.Flow) float64 {
				if s := mainSource(f, dir); s != nil {
					return opinion(s)
				}
				return -1
			}),
	}
}

func rtcpColumnsOf(dir int, name string) []Column {
	reported := func(f *flow.Flow) record.Reported {
		if m := rtpOf(f); m != nil {
			return m.Reported(dir)
		}
		return record.Reported{}
	}
	seen := func(c Column) Column {
		c.absent = nil
		return c
	}
	return []Column{
		seen(intColumn(name+"lost", i32, "packets of this direction that are lost, as the last report of RTCP says", func(f *flow.Flow) int64 {
			if r := reported(f); r.Seen {
				return int64(r.Lost)
			}
			return -1
		})),
		seen(intColumn(name+"jitter", u32, "jitter of this direction in units of its clock, as the last report of RTCP says",
			func(f *flow.Flow) int64 {
				if r := reported(f); r.Seen {
					return int64(r.Jitter)
				}
				return -1
			})),
	}
}

// rtpOf returns what was measured of RTP, nil where there is nothing.
func rtpOf(f *flow.Flow) *record.RTP {
	if f.Label().Protocol == 0 {
		return nil
	}
	return f.Record(record.Access{}).RTP
}

// mainSource returns the source of a direction with most packets, nil if there is none.
func mainSource(f *flow.Flow, dir int) (most *record.RTPSource) {
	m := rtpOf(f)
	if m == nil {
		return nil
	}
	all, n := m.Sources(dir)
	for _, s := range all[:n] {
		if most == nil || s.Packets() > most.Packets() {
			most = s
		}
	}
	return most
}

// rtpInt is the sum of something of the sources; -1 without any.
func rtpInt(name, doc string, dir int, get func(*record.RTPSource) uint32) Column {
	c := intColumn(name, i64, doc, func(f *flow.Flow) int64 {
		m := rtpOf(f)
		if m == nil {
			return -1
		}
		all, n := m.Sources(dir)
		sum := int64(0)
		for _, s := range all[:n] {
			sum += int64(get(s))
		}
		if n == 0 {
			return -1
		}
		return sum
	})
	c.Unit, c.absent = "packets", nil
	return c
}

// rtpList lists something of the sources.
func rtpList(name string, as Width, doc string, dir int, add func([]int64, *record.RTPSource) []int64) Column {
	c := Column{Name: name, Type: IntList, Integer: as, Doc: doc}
	BindInts(&c, func(f *flow.Flow) (list []int64) {
		if m := rtpOf(f); m != nil {
			all, n := m.Sources(dir)
			for _, s := range all[:n] {
				list = add(list, s)
			}
		}
		return list
	})
	c.absent = func(f *flow.Flow) bool { return mainSource(f, dir) == nil }
	return c
}

// codecs are the names of assigned payload types, from 0 on (RFC 3551, section 6).
const codecs = "PCMU,,,GSM,G723,DVI4,DVI4,LPC,PCMA,G722,L16,L16,QCELP,CN,MPA,G728,DVI4,DVI4,G729,,,,,,,CelB,JPEG,,nv,,,H261,MPV,MP2T,H263"

// codecOf returns the codec of a payload type, empty for those that are not assigned.
func codecOf(kind uint8) string {
	rest := codecs
	for range kind {
		_, rest, _ = strings.Cut(rest, ",")
	}
	name, _, _ := strings.Cut(rest, ",")
	return name
}

// opinion returns the mean opinion score of a source (ITU-T G.107, sections 7.1 and 7.5, and annex B), with default values
// for all but the loss, or -1 where the impairment of its codec is not known (ITU-T G.113, appendix I: G.711 with concealment,
// G.723.1 at 6.3 kbit/s, G.729A, both with voice activity detection).
func opinion(s *record.RTPSource) float64 {
	const base = 93.2
	var impairment, robustness float64
	switch s.Kinds[0] {
	case 0, 8:
		impairment, robustness = 0, 25.1
	case 4:
		impairment, robustness = 15, 16.1
	case 18:
		impairment, robustness = 11, 19
	default:
		return -1
	}
	loss := 100 * float64(s.Lost()) / float64(s.Expected())
	r := base - impairment - float64(float64((95-impairment)*loss)/(loss+robustness))
	switch {
	case r <= 0:
		return 1
	case r >= 100:
		return 4.5
	}
	score := 1 + float64(0.035*r) + float64(float64(float64(r*(r-60))*(100-r))*7e-6)
	return math.Round(score*1000) / 1000
}
