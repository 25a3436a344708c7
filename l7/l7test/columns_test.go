package l7test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

type sound struct {
	Text string
	List []struct{ Name string }
}

type (
	pointing struct{ To *sound }
	hidden   struct{ text string }
)

func TestColumnsAreJudged(t *testing.T) {
	fine := func() *metadata.Column {
		return metadata.Text("a_text", "some text", func(s *sound) string { return s.Text })
	}
	judge := func(columns ...*metadata.Column) error {
		return judgeColumns([]l7.Proto{{Columns: columns}, {Columns: columns}})
	}
	require.NoError(t, judge(fine(), metadata.Text("a_name", "name", func(s *metadata.Set) string { return s.ServerName })))
	for text, c := range map[string]*metadata.Column{
		"want a name":       metadata.Text("text", "some text", func(s *sound) string { return s.Text }),
		"want a sentence":   metadata.Text("a_text", "Some text.", func(s *sound) string { return s.Text }),
		"want a group":      fine().In(""),
		"holds no ptr":      metadata.Int("a_number", "number", func(*pointing) int64 { return 0 }),
		"text is not expor": metadata.Text("a_text", "some text", func(h *hidden) string { return h.text }),
	} {
		require.ErrorContains(t, judge(c), text)
	}
	require.ErrorContains(t, judge(fine(), fine().In("other")), "something else")
}
