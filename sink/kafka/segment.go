package kafka

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)

// A segment is a file of a spool: magic, then frames. The first frame is a segmentHeader in JSON, each other one a record:
// the size of its key in a byte, the key, the value. A frame is the size of its content and the CRC-32C of it, 32 bits
// each with the most significant byte first, and the content. Numbers of segments grow; they are the names of the files.
type segment struct {
	path   string
	header segmentHeader
	old    bool // of an earlier run
	size   int64

	// Of the queue, whose lock holds them:
	file        *os.File // that is written or synced
	active      bool     // rows are appended
	rows        uint64   // appended
	read        bool     // to its end
	sent        int      // records with the client
	acked       uint64
	failed      bool // a record has to be sent again
	torn        bool
	wantsHeader bool // not read yet
}

// segmentHeader is what all records of a segment have in common.
type segmentHeader struct {
	Topic   string
	Headers []kgo.RecordHeader
}

const (
	magic       = "nfspool1"
	frameHead   = 8        // bytes before the content of a frame
	mostContent = 64 << 20 // of a frame in bytes
	segmentEnd  = ".rows"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendFrame appends a frame of the parts.
func appendFrame(dst []byte, parts ...[]byte) []byte {
	at := len(dst)
	dst = append(dst, make([]byte, frameHead)...)
	for _, p := range parts {
		dst = append(dst, p...)
	}
	content := dst[at+frameHead:]
	binary.BigEndian.PutUint32(dst[at:], uint32(len(content)))
	binary.BigEndian.PutUint32(dst[at+4:], crc32.Checksum(content, castagnoli))
	return dst
}

// errTorn means that a frame is damaged or cut.
var errTorn = errors.New("a damaged frame")

// cutFrame returns the content of the first frame of b. Without an error and a content, b has only a part of it, and need
// is the size of it all.
func cutFrame(b []byte) (content []byte, need int, err error) {
	if len(b) < frameHead {
		return nil, frameHead, nil
	}
	n := binary.BigEndian.Uint32(b)
	switch {
	case n == 0 || n > mostContent:
		return nil, 0, errTorn
	case len(b) < frameHead+int(n):
		return nil, frameHead + int(n), nil
	}
	content = b[frameHead : frameHead+n]
	if crc32.Checksum(content, castagnoli) != binary.BigEndian.Uint32(b[4:]) {
		return nil, 0, errTorn
	}
	return content, frameHead + int(n), nil
}

// cutRow splits the content of a frame.
func cutRow(content []byte) (key, value []byte, err error) {
	n := int(content[0])
	switch {
	case n > len(content)-1 || n != 0 && n != KeySize:
		return nil, nil, errTorn
	case n == 0:
		return nil, content[1:], nil
	}
	return content[1 : 1+n], content[1+n:], nil
}

// begin returns the first bytes of a segment.
func (h *segmentHeader) begin() []byte {
	text, _ := json.Marshal(h) // texts and bytes always do
	return appendFrame([]byte(magic), text)
}

// oldSegments returns those of a folder, the oldest first, and the highest number.
func oldSegments(folder string) (all []*segment, last uint64, err error) {
	entries, err := os.ReadDir(folder) // sorted by name
	if err != nil {
		return nil, 0, err
	}
	for _, e := range entries {
		digits, ok := strings.CutSuffix(e.Name(), segmentEnd)
		n, err := strconv.ParseUint(digits, 16, 64)
		if !ok || err != nil || len(digits) != 16 {
			continue
		}
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		last = max(last, n)
		all = append(all, &segment{path: filepath.Join(folder, e.Name()), old: true, size: info.Size(), wantsHeader: true})
	}
	return all, last, nil
}

func segmentPath(folder string, n uint64) string {
	return filepath.Join(folder, fmt.Sprintf("%016x%s", n, segmentEnd))
}

// reader reads the frames of a segment.
type reader struct {
	segment *segment
	file    *os.File
	at      int64 // offset of the next frame
	buf     []byte
	from    int // of buf, the next frame
}

const readSize = 256 << 10

// open begins with a segment.
func (r *reader) open(s *segment) (err error) {
	r.close()
	r.segment, r.at, r.buf, r.from = s, 0, r.buf[:0], 0
	r.file, err = os.Open(s.path)
	return err
}

func (r *reader) close() {
	if r.file != nil {
		_ = r.file.Close()
	}
	r.file, r.segment = nil, nil
}

// next returns the content of the next frame, valid until the next call. The first limit bytes of the file are whole
// frames, or the file has a damaged end, which is errTorn. It returns io.EOF at the limit.
func (r *reader) next(limit int64) ([]byte, error) {
	if r.at == 0 {
		if err := r.readMagic(limit); err != nil {
			return nil, err
		}
	}
	if r.at >= limit {
		return nil, io.EOF
	}
	for {
		content, need, err := cutFrame(r.buf[r.from:])
		switch {
		case err != nil:
			return nil, err
		case content != nil:
			r.from += need
			r.at += int64(need)
			return content, nil
		case r.at+int64(need) > limit:
			return nil, errTorn
		}
		if err := r.fill(need, limit); err != nil {
			return nil, err
		}
	}
}

func (r *reader) readMagic(limit int64) error {
	if err := r.fill(len(magic), limit); err != nil {
		return err
	}
	if len(r.buf) < len(magic) || string(r.buf[:len(magic)]) != magic {
		return errTorn
	}
	r.from, r.at = len(magic), int64(len(magic))
	return nil
}

// fill reads at least so many bytes from the next frame on, if the limit allows.
func (r *reader) fill(need int, limit int64) error {
	have := copy(r.buf, r.buf[r.from:])
	want := int(min(int64(max(need, readSize)), limit-r.at))
	if cap(r.buf) < want {
		r.buf = append(make([]byte, 0, want), r.buf[:have]...)
	}
	r.buf, r.from = r.buf[:max(want, have)], 0
	if want <= have {
		return nil
	}
	_, err := r.file.ReadAt(r.buf[have:want], r.at+int64(have))
	if err == io.EOF {
		return errTorn
	}
	return err
}
