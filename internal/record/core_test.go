package record

import (
	"reflect"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

func TestCoreIsSmall(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(Core{}), uintptr(256))
}

// A slab of millions of records costs the garbage collector nothing.
func TestPartsHaveNoPointers(t *testing.T) {
	for _, part := range []any{Core{}, Stats{}, CutIntervals{}, Accounted{}, SYN{}, Gaps{}, Split{}} {
		requireNoPointers(t, reflect.TypeOf(part))
	}
}

func requireNoPointers(t *testing.T, is reflect.Type) {
	t.Helper()
	switch is.Kind() {
	case reflect.Struct:
		for i := range is.NumField() {
			requireNoPointers(t, is.Field(i).Type)
		}
	case reflect.Array:
		requireNoPointers(t, is.Elem())
	default:
		require.LessOrEqual(t, is.Kind(), reflect.Float64, "%v", is) // the kinds before are booleans and numbers
		require.NotEqual(t, reflect.Uintptr, is.Kind())
	}
}
