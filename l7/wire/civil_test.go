package wire

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var civil = []string{"20240229235959", "20230229000000", "20240101240000", "20240101006000", "20240101000060", "00000101000000",
	"20241301000000", "20240001000000", "20240100000000", "20240132000000", "99991231235959", "2024010100000", "",
	"2024-101000000", "20240101 00000", "202401010000000"}

var errLength = errors.New("no fourteen digits")

func compareCivil(t *testing.T, digits string) {
	want, err := time.Parse("20060102150405", digits)
	if len(digits) != 14 {
		err = errLength
	}
	got, ok := Civil(digits)
	require.Equal(t, err == nil, ok, "%q", digits)
	if ok {
		require.True(t, want.Equal(got), "%q", digits)
	}
}

func TestCivil(t *testing.T) {
	for _, digits := range civil {
		compareCivil(t, digits)
	}
}

func TestDateTime(t *testing.T) {
	for text, want := range map[string]string{"2024-02-29 23:59:59": "2024-02-29 23:59:59", "2024-02-30 00:00:00": "",
		"2024-02-29T23:59:59": "", "2024-02-29 23:59": "", "": "", "2024-0x-29 23:59:59": ""} {
		got, ok := DateTime(text)
		require.Equal(t, want != "", ok, text)
		if ok {
			require.Equal(t, want, got.Format(time.DateTime))
		}
	}
}

func FuzzCivil(f *testing.F) {
	for _, digits := range civil {
		f.Add(digits)
	}
	f.Fuzz(compareCivil)
}
