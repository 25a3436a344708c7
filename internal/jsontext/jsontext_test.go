package jsontext

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppendString(t *testing.T) {
	for _, text := range []string{"", "plain", "\x00\x1f \"\\/\b\f\n\r\t", "é😀", "\xff"} {
		var back string
		require.NoError(t, json.Unmarshal(AppendString(nil, text), &back))
		require.Equal(t, strings.ToValidUTF8(text, "\ufffd"), back)
	}
	require.Equal(t, `ab"c/\n"`, string(AppendString([]byte("ab"), "c/\n")))
}
