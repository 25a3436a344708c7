package metadata

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/nfstream/nfstream-go/internal/heap"
)

// Bytes returns about how much memory the set takes, with its records and texts; 0 for nil. A text that stands in the
// set and in a record counts once. Texts that are shared with other flows count in full.
func (s *Set) Bytes() int {
	if s == nil {
		return 0
	}
	n := heap.Bytes(int(unsafe.Sizeof(*s))) + text(s.ServerName) + text(s.UserAgent)
	if s.ClientText != s.ServerName {
		n += text(s.ClientText)
	}
	if s.ServerText != s.ServerName {
		n += text(s.ServerText)
	}
	if c := s.Certificate; c != nil {
		n += heap.Bytes(int(unsafe.Sizeof(*c))) + s.counted(c.Names) + text(c.Subject) + text(c.Issuer) + text(c.SHA1)
	}
	if s.first != nil {
		n += s.recordBytes(s.first)
	}
	for l := s.more; l != nil; l = l.next {
		n += heap.Bytes(int(unsafe.Sizeof(*l))) + s.recordBytes(l.record)
	}
	return n
}

func text(s string) int { return heap.Bytes(len(s)) }

// counted returns the bytes of a text beside those of the set.
func (s *Set) counted(t string) int {
	if t == s.ClientText || t == s.ServerText || t == s.ServerName {
		return 0
	}
	return text(t)
}

func (s *Set) recordBytes(record any) int {
	v := reflect.ValueOf(record).Elem()
	k := kindOf(v.Type())
	return heap.Bytes(k.size) + k.beyond(s, v)
}

// kind is what a type holds beside its own bytes.
type kind struct {
	of     reflect.Kind
	size   int
	elem   *kind // of the elements of a list or an array
	fields []field
}

// field is a field of a struct that holds something.
type field struct {
	index int
	*kind
}

// kinds has the kind of each type of records, by reflect.Type.
var kinds sync.Map

func kindOf(t reflect.Type) *kind {
	if k, ok := kinds.Load(t); ok {
		return k.(*kind)
	}
	k, _ := kinds.LoadOrStore(t, makeKind(t, 0))
	return k.(*kind)
}

// maxDepth bounds structs and lists within one another. Types that refer to themselves would not end.
const maxDepth = 6

func makeKind(t reflect.Type, depth int) *kind {
	k := &kind{of: t.Kind(), size: int(t.Size())}
	if depth > maxDepth {
		return k
	}
	switch k.of {
	case reflect.Slice, reflect.Array:
		k.elem = makeKind(t.Elem(), depth+1)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := makeKind(t.Field(i).Type, depth+1); f.holds() {
				k.fields = append(k.fields, field{i, f})
			}
		}
	}
	return k
}

// holds reports whether a value has memory beside its own bytes.
func (k *kind) holds() bool {
	return k.of == reflect.String || k.of == reflect.Slice || k.of == reflect.Array && k.elem.holds() || len(k.fields) > 0
}

// beyond returns the memory of a value of a record of s beside its own bytes.
func (k *kind) beyond(s *Set, v reflect.Value) (n int) {
	switch k.of {
	case reflect.String:
		return s.counted(v.String())
	case reflect.Slice:
		n = heap.Bytes(v.Cap() * k.elem.size)
		fallthrough
	case reflect.Array:
		if k.elem.holds() {
			for i := range v.Len() {
				n += k.elem.beyond(s, v.Index(i))
			}
		}
	case reflect.Struct:
		for _, f := range k.fields {
			n += f.beyond(s, v.Field(f.index))
		}
	}
	return n
}

// clone returns a copy of a record, whose lists are copied too.
func clone(record any) any {
	v := reflect.ValueOf(record).Elem()
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	kindOf(v.Type()).unshare(c.Elem())
	return c.Interface()
}

// unshare gives the lists of a copy memory of their own. Those in fields that are not exported stay shared.
func (k *kind) unshare(v reflect.Value) {
	switch k.of {
	case reflect.Slice:
		if v.IsNil() || !v.CanSet() {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		fallthrough
	case reflect.Array:
		if k.elem.of != reflect.String && k.elem.holds() {
			for i := range v.Len() {
				k.elem.unshare(v.Index(i))
			}
		}
	case reflect.Struct:
		for _, f := range k.fields {
			f.unshare(v.Field(f.index))
		}
	}
}
