package capture

import "context"

// Limit returns src with the data of its frames cut to snaplen bytes; Frame.Length is unchanged. A snaplen of 0 or
// less means no limit. Closing the result closes src.
func Limit(src Source, snaplen int) Source {
	if snaplen <= 0 {
		return src
	}
	return &limited{src, snaplen}
}

type limited struct {
	Source
	snaplen int
}

func (l *limited) Next(ctx context.Context, b *Batch) error {
	err := l.Source.Next(ctx, b)
	for i := range b.Frames {
		if f := &b.Frames[i]; len(f.Data) > l.snaplen {
			f.Data = f.Data[:l.snaplen:l.snaplen]
		}
	}
	return err
}
