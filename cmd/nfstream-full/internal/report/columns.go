package report

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
)

// blob is the flows of the page, by column: the length of a head in four bytes, little-endian, the head as JSON, and the
// columns as unsigned LEB128 numbers. It is compressed by DEFLATE (RFC 1951) and written in base64.
type blob struct {
	head blobHead
	body []byte
}

type blobHead struct {
	Rows         int
	Columns      []blobColumn
	Dictionaries map[string][]string // by the name of the first column that uses it
	Names        map[string]string   // of addresses
}

type blobColumn struct {
	Name       string
	Bytes      int
	Dictionary string `json:",omitempty"` // of a column of texts
	Delta      bool   `json:",omitempty"` // numbers are differences from the one before
}

// blob returns the kept flows, with times since first.
func (k *kept) blob(first int64, names *names) *blob {
	b := &blob{head: blobHead{Rows: len(k.rows), Dictionaries: map[string][]string{}, Names: map[string]string{}}}
	b.addTexts(k)
	last := first
	b.add(k, blobColumn{Name: "start", Delta: true}, func(r *keptRow) uint64 {
		since := r.start - last
		last = r.start
		return uint64(since)
	})
	b.add(k, blobColumn{Name: "duration"}, func(r *keptRow) uint64 { return uint64(r.duration) })
	for i, direction := range []string{"Out", "Back"} {
		b.add(k, blobColumn{Name: "packets" + direction}, func(r *keptRow) uint64 { return r.packets[i] })
		b.add(k, blobColumn{Name: "bytes" + direction}, func(r *keptRow) uint64 { return r.bytes[i] })
	}
	for i := range sizeClasses {
		b.add(k, blobColumn{Name: "size" + string(rune('0'+i))}, func(r *keptRow) uint64 { return uint64(r.sizes[i]) })
	}
	for _, address := range b.head.Dictionaries[textNames[source]] {
		if name := names.of(address); name != "" {
			b.head.Names[address] = name
		}
	}
	return b
}

// addTexts adds the columns of texts and their dictionaries.
func (b *blob) addTexts(k *kept) {
	owners := map[*dictionary]string{}
	places := map[*dictionary][]uint32{}
	for i, d := range k.dictionaries {
		if owners[d] == "" {
			owners[d] = textNames[i]
			b.head.Dictionaries[textNames[i]], places[d] = d.sorted()
		}
		b.add(k, blobColumn{Name: textNames[i], Dictionary: owners[d]}, func(r *keptRow) uint64 { return uint64(places[d][r.texts[i]]) })
	}
}

// add adds a column.
func (b *blob) add(k *kept, c blobColumn, value func(*keptRow) uint64) {
	before := len(b.body)
	for i := range k.rows {
		b.body = binary.AppendUvarint(b.body, value(&k.rows[i]))
	}
	c.Bytes = len(b.body) - before
	b.head.Columns = append(b.head.Columns, c)
}

// encode writes the blob as the page has it.
func (b *blob) encode(w io.Writer) error {
	head, err := json.Marshal(b.head)
	if err != nil {
		return err
	}
	text := base64.NewEncoder(base64.StdEncoding, w)
	packed, err := flate.NewWriter(text, flate.DefaultCompression)
	if err != nil {
		return err
	}
	for _, part := range [][]byte{binary.LittleEndian.AppendUint32(nil, uint32(len(head))), head, b.body} {
		if _, err := io.Copy(packed, bytes.NewReader(part)); err != nil {
			return err
		}
	}
	if err := packed.Close(); err != nil {
		return err
	}
	return text.Close()
}
