// Package wavelet is a plug-in with windowed features of a flow: the wavelet transform of its packet sizes over time,
// by direction. Pass New(Config{}) in nfstream.Config.Plugins.
//
// For each direction, f_ from the source and b_ back to it, the sizes of IP packets are summed in 2^levels bins of
// equal width. The bins span the active timeout from the flow's first packet. The stationary Haar transform
// (undecimated and periodic) of that series has levels+1 vectors of coefficients: 0 is the approximation of the last
// level, then the details from the coarsest to the finest. E_k is the sum of squares of vector k, E that of all
// vectors, and logarithms are natural. The columns of each k are:
//
//	f_p_k_0      E_k / (E + 1e-7), the relative wavelet energy
//	f_u_k_0      the mean of the absolute values
//	f_sigma_k_0  the population standard deviation
//	f_S_k_0      the Shannon entropy, - sum of p log(p + 1e-7), where p = d^2 / (E_k + 1e-7) for each coefficient d
//
// All columns of a direction without packets are 0.
package wavelet

import (
	"fmt"
	"math/bits"
	"strconv"
	"time"

	"github.com/nfstream/nfstream-go"
)

// The number of levels.
const (
	DefaultLevels = 4
	MaxLevels     = 12
)

// Config configures the features. The zero value of a field means its default.
type Config struct {
	// Levels of the transform, at most MaxLevels. Default DefaultLevels.
	Levels int
	// Span is the time that the bins cover. Later packets count to the last bin. Default: the stream's active timeout.
	Span time.Duration
	// SkipFirst excludes a flow's first packet from its series, as nfstream 6 does, for models trained with nfstream
	// 6.
	SkipFirst bool
}

// New returns the plug-in. If c is invalid, opening the stream returns an error that wraps nfstream.ErrConfig. The
// memory of a flow is proportional to its non-empty bins, at most 2^Levels per direction.
func New(c Config) nfstream.Plugin {
	if c.Levels == 0 {
		c.Levels = DefaultLevels
	}
	return &plugin{c}
}

type plugin struct{ Config }

// seriesColumn keeps a flow's *scratch.
const seriesColumn = "wavelet_series"

// features are the columns of each vector, in the order of the fields of feature.
var features = [...]struct{ name, doc string }{
	{"p", "relative wavelet energy"},
	{"u", "mean of the absolute values"},
	{"sigma", "population standard deviation"},
	{"S", "Shannon entropy"},
}

var directions = [2]struct{ name, doc string }{{"f", "from the source"}, {"b", "from the destination"}}

func columnName(direction, feature, k int) string {
	return directions[direction].name + "_" + features[feature].name + "_k_" + strconv.Itoa(k)
}

func (c *Config) check() error {
	switch {
	case c.Levels < 1 || c.Levels > MaxLevels:
		return fmt.Errorf("%w: Levels is %d: want 1 to %d", nfstream.ErrConfig, c.Levels, MaxLevels)
	case c.Span < 0:
		return fmt.Errorf("%w: Span is %v: want a time above 0", nfstream.ErrConfig, c.Span)
	}
	return nil
}

func (p *plugin) Columns() []nfstream.Column {
	if p.check() != nil {
		return nil // Open returns the error
	}
	cols := []nfstream.Column{{Name: seriesColumn, Type: nfstream.Object, Volatile: true}}
	for d := range directions {
		for i, feature := range features {
			for k := range p.Levels + 1 {
				cols = append(cols, nfstream.Column{Name: columnName(d, i, k), Type: nfstream.Float,
					Doc: fmt.Sprintf("%s of wavelet coefficients %d of packet sizes %s", feature.doc, k, directions[d].doc)})
			}
		}
	}
	return cols
}

func (p *plugin) Open(schema *nfstream.Schema) (nfstream.Hooks, error) {
	if err := p.check(); err != nil {
		return nfstream.Hooks{}, err
	}
	config := p.Config
	if config.Span == 0 {
		config.Span = schema.Config().ActiveTimeout
	}
	s := &shard{Config: config, state: nfstream.ObjectColumn[*scratch](schema, seriesColumn), haar: newHaar(p.Levels)}
	for d := range directions {
		for i := range features {
			for k := range p.Levels + 1 {
				s.columns[d][i] = append(s.columns[d][i], schema.Float(columnName(d, i, k)))
			}
		}
	}
	return nfstream.Hooks{Init: s.begin, Update: s.count, Expire: s.expire}, nil
}

// shard is the plug-in's part in one shard.
type shard struct {
	Config
	state   nfstream.RefColumn[*scratch]
	columns [2][len(features)][]nfstream.FloatColumn // by direction, feature and vector
	free    []*scratch
	haar    *haar
}

func (s *shard) begin(p *nfstream.Packet, f *nfstream.Flow) {
	x := s.take()
	x.first = p.Time
	s.state.Set(f, x)
	if !s.SkipFirst {
		s.count(p, f)
	}
}

func (s *shard) count(p *nfstream.Packet, f *nfstream.Flow) {
	x := s.state.Get(f)
	x.dir[p.Direction&1].add(s.bin(p.Time-x.first), uint64(p.IPLength))
}

// bin returns the bin of a packet, by its time in nanoseconds since the first packet. A packet with an earlier time
// than the first belongs to the first bin.
func (s *shard) bin(after int64) uint16 {
	switch {
	case after < 0:
		return 0
	case after >= int64(s.Span):
		return uint16(1)<<s.Levels - 1
	}
	hi, lo := bits.Mul64(uint64(after), 1<<s.Levels)
	bin, _ := bits.Div64(hi, lo, uint64(s.Span))
	return uint16(bin)
}

func (s *shard) expire(f *nfstream.Flow) {
	x := s.state.Get(f)
	for d := range x.dir {
		if len(x.dir[d]) == 0 {
			continue
		}
		for k, v := range s.haar.features(x.dir[d]) {
			for i, c := range s.columns[d] {
				c[k].Set(f, v[i])
			}
		}
	}
	s.state.Set(f, nil)
	s.free = append(s.free, x)
}

func (s *shard) take() *scratch {
	n := len(s.free)
	if n == 0 {
		return &scratch{}
	}
	x := s.free[n-1]
	s.free = s.free[:n-1]
	x.dir[0], x.dir[1] = x.dir[0][:0], x.dir[1][:0]
	return x
}
