package kafka

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bufbuild/protocompile"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
	csvsink "github.com/nfstream/nfstream-go/sink/csv"
)

// flowType compiles flow.proto.
func flowType(t testing.TB) protoreflect.MessageDescriptor {
	t.Helper()
	compiler := protocompile.Compiler{Resolver: &protocompile.SourceResolver{}}
	files, err := compiler.Compile(t.Context(), "flow.proto")
	require.NoError(t, err)
	return files[0].Messages().ByName("Flow")
}

// decoded decodes a value, in which every byte must belong to a field that flow.proto has.
func decoded(t testing.TB, of protoreflect.MessageDescriptor, value []byte) *dynamicpb.Message {
	t.Helper()
	m := dynamicpb.NewMessage(of)
	require.NoError(t, proto.Unmarshal(value, m))
	require.Empty(t, m.GetUnknown())
	return m
}

// fieldNumbers are the numbers of fields by column and kind.
var fieldNumbers = sync.OnceValue(func() map[string]protoreflect.FieldNumber {
	all, _ := registry()
	numbers := map[string]protoreflect.FieldNumber{}
	for _, r := range all {
		numbers[r.name+" "+kindNames[r.kind]] = protoreflect.FieldNumber(r.number)
	}
	return numbers
})

// shown returns the value of a column in a message as CSV shows it, and whether it is there.
func shown(m *dynamicpb.Message, c *nfstream.Column) (string, bool) {
	fields := m.Descriptor().Fields()
	if others := m.Get(fields.ByName("others")).Map(); others.Has(protoreflect.ValueOfString(c.Name).MapKey()) {
		value := others.Get(protoreflect.ValueOfString(c.Name).MapKey()).Message()
		return text(value, value.WhichOneof(value.Descriptor().Oneofs().ByName("kind")), c), true
	}
	number, ok := fieldNumbers()[c.Name+" "+kindNames[kindOf(c)]]
	if !ok {
		return "", false
	}
	field := fields.ByNumber(number)
	return text(m, field, c), m.Has(field)
}

func text(m protoreflect.Message, field protoreflect.FieldDescriptor, c *nfstream.Column) string {
	v := m.Get(field)
	if field.Kind() == protoreflect.MessageKind {
		list := v.Message().Descriptor().Fields().ByNumber(1)
		return texts(v.Message().Get(list).List(), list, c)
	}
	if field.IsList() {
		return texts(v.List(), field, c)
	}
	return one(v, field, c)
}

func texts(list protoreflect.List, field protoreflect.FieldDescriptor, c *nfstream.Column) string {
	var all []string
	for i := range list.Len() {
		all = append(all, one(list.Get(i), field, c))
	}
	if c.TextList() {
		return strings.Join(all, ";")
	}
	return "[" + strings.Join(all, ",") + "]"
}

func one(v protoreflect.Value, field protoreflect.FieldDescriptor, c *nfstream.Column) string {
	switch {
	case field.Kind() == protoreflect.StringKind:
		return v.String()
	case field.Kind() == protoreflect.DoubleKind:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case c.Type == nfstream.Millis:
		return string(column.AppendMillis(nil, v.Int()))
	}
	return strconv.FormatInt(v.Int(), 10)
}

// requireAlike compares the text of a column in CSV with that of a message.
func requireAlike(t testing.TB, c *nfstream.Column, cell string, m *dynamicpb.Message) {
	t.Helper()
	have, ok := shown(m, c)
	if !ok {
		require.Contains(t, []string{"", "-1", "0", "-1.0", "-1.000", "-1.000000", "0.0", "0.000", "0.000000", "[]"}, cell, c.Name)
		return
	}
	switch c.Type {
	case nfstream.Float:
		a, err := strconv.ParseFloat(cell, 64)
		require.NoError(t, err)
		b, err := strconv.ParseFloat(have, 64)
		require.NoError(t, err)
		require.InDelta(t, a, b, 1e-9*max(1, a), c.Name)
	case nfstream.FloatList:
		a, b := strings.Split(strings.Trim(cell, "[]"), ","), strings.Split(strings.Trim(have, "[]"), ",")
		require.Len(t, b, len(a), c.Name)
		for i := range a {
			x, err := strconv.ParseFloat(a[i], 64)
			require.NoError(t, err)
			y, err := strconv.ParseFloat(b[i], 64)
			require.NoError(t, err)
			require.InDelta(t, x, y, 1e-9*max(1, x), c.Name)
		}
	case nfstream.Time:
		require.Contains(t, timesOf(t, c, have), cell, c.Name)
	case nfstream.IntList:
		require.Equal(t, strings.ReplaceAll(cell, " ", ""), have, c.Name)
	default:
		if c.TextList() { // cells show a separator inside of an element as another character
			cell, have = separators.Replace(cell), separators.Replace(have)
		}
		require.Equal(t, cell, have, c.Name)
	}
}

var separators = strings.NewReplacer(";", ",", " ", "")

// flowsOf returns all flows of the captures in testdata, or of those whose names match.
func flowsOf(t testing.TB, pattern string, config nfstream.Config) ([]*nfstream.Column, []*nfstream.Flow) {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/" + pattern)
	require.NoError(t, err)
	paths = slices.DeleteFunc(paths, func(path string) bool { return strings.Contains(path, "-cut") })
	require.NotEmpty(t, paths)
	config.Workers = 1
	s, err := nfstream.OpenAll(paths, config)
	require.NoError(t, err)
	defer s.Close()
	var flows []*nfstream.Flow
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		flows = append(flows, f)
	}
	return s.Columns(), flows
}

// cellsOf returns the rows of flows in CSV, without the header.
func cellsOf(t testing.TB, columns []*nfstream.Column, flows []*nfstream.Flow) [][]string {
	t.Helper()
	var out bytes.Buffer
	w := csvsink.NewWriter(&out, columns)
	for _, f := range flows {
		require.NoError(t, w.Write(f))
	}
	require.NoError(t, w.Flush())
	cells, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	return cells[1:]
}

// TestMessagesAreRows compares the messages of all flows of testdata with their rows in CSV.
func TestMessagesAreRows(t *testing.T) {
	of := flowType(t)
	for _, fields := range [][]string{{"all"}, {"nfstream6"}} {
		columns, flows := flowsOf(t, "*.pcap", nfstream.Config{Fields: fields, Statistics: true, SPLT: 5})
		e, err := newProtoEncoder(columns)
		require.NoError(t, err)
		for i, cells := range cellsOf(t, columns, flows) {
			value, err := e.append(nil, flows[i])
			require.NoError(t, err)
			m := decoded(t, of, value)
			for j, c := range columns {
				requireAlike(t, c, cells[j], m)
			}
		}
	}
}

// TestOthers checks the columns of plug-ins, and hostile texts.
func TestOthers(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a \"name\"", `\`}}
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"plugins", "src_ip"}})
	e, err := newProtoEncoder(columns)
	require.NoError(t, err)
	of := flowType(t)
	for _, a := range rowstest.Hostile {
		own.SetTexts(flows[0], a, strings.Repeat(a, 200))
		own.SetNumbers(flows[0], 1, -2.5, 3)
		value, err := e.append(nil, flows[0])
		require.NoError(t, err)
		m := decoded(t, of, value)
		for _, c := range columns {
			requireAlike(t, c, c.Text(flows[0]), m)
		}
	}
}

// TestPseudonyms checks that a column of another type than usual is one of the others.
func TestPseudonyms(t *testing.T) {
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Fields: []string{"src_ip", "src_port"}, Anonymize: []string{"src_ip", "src_port"}})
	e, err := newProtoEncoder(columns)
	require.NoError(t, err)
	value, err := e.append(nil, flows[0])
	require.NoError(t, err)
	m := decoded(t, flowType(t), value)
	require.Equal(t, 1, m.Get(m.Descriptor().Fields().ByName("others")).Map().Len())
	for _, c := range columns {
		have, ok := shown(m, c)
		require.True(t, ok)
		require.Equal(t, c.Text(flows[0]), have)
	}
}

// timesOf returns a number of nanoseconds or seconds since 1970 as columns of type Time show it.
func timesOf(t testing.TB, c *nfstream.Column, number string) []string {
	t.Helper()
	n, err := strconv.ParseInt(number, 10, 64)
	require.NoError(t, err)
	at := time.Unix(0, n).UTC()
	if c.Resolution() == time.Second {
		at = time.Unix(n, 0).UTC()
	}
	return []string{at.Format("2006-01-02T15:04:05.000000000Z"), at.Format(time.DateTime)}
}
