package l7test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

var columnName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`)

// CheckColumns fails if a column of the protocols lacks something, if two have the same name and show different things,
// or if a record has a field whose bytes nobody counts: a pointer, a map, an interface, a function, or one that is not
// exported.
func CheckColumns(t testing.TB, protos []l7.Proto) {
	t.Helper()
	require.NoError(t, judgeColumns(protos))
}

func judgeColumns(protos []l7.Proto) error {
	seen := map[string]*metadata.Column{}
	for i := range protos {
		for _, c := range protos[i].Columns {
			if err := judgeColumn(c, seen[c.Name]); err != nil {
				return fmt.Errorf("column %q of %v: %w", c.Name, protos[i].ID, err)
			}
			seen[c.Name] = c
		}
	}
	return nil
}

func judgeColumn(c, before *metadata.Column) error {
	switch {
	case !columnName.MatchString(c.Name):
		return fmt.Errorf("want a name such as memcached_version")
	case c.Doc == "" || strings.HasSuffix(c.Doc, "."):
		return fmt.Errorf("want a sentence without its stop")
	case c.Group == "":
		return fmt.Errorf("want a group")
	case before != nil && (before.Record() != c.Record() || before.Doc != c.Doc || before.Type != c.Type || before.Group != c.Group):
		return fmt.Errorf("shows something else than another one of that name")
	case c.Record() == nil:
		return nil
	}
	return judgeRecord(c.Record())
}

// judgeRecord looks into the type of a record, or of a part of one.
func judgeRecord(t reflect.Type) error {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return judgeRecord(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			switch {
			case t == reflect.TypeFor[time.Time](), f.Type == reflect.TypeFor[metadata.Uncompared]():
				continue
			case !f.IsExported():
				return fmt.Errorf("%v.%s is not exported", t, f.Name)
			}
			if err := judgeRecord(f.Type); err != nil {
				return fmt.Errorf("%v.%s: %w", t, f.Name, err)
			}
		}
	case reflect.Pointer, reflect.Map, reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return fmt.Errorf("a record holds no %v", t.Kind())
	}
	return nil
}
