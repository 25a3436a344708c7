package visibility

import (
	"encoding/binary"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// procfs reads /proc, or a folder of the same form. It is not safe for concurrent use.
type procfs struct {
	root    string
	entries [8 << 10]byte // of a folder
	text    [4 << 10]byte // of a file or link
}

func (p *procfs) path(pid int, name string) string {
	return p.root + "/" + strconv.Itoa(pid) + "/" + name
}

// read returns the first bytes of a file, borrowed until the next call, or nothing if it cannot be read.
func (p *procfs) read(name string) []byte {
	fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	n, err := unix.Read(fd, p.text[:])
	if err != nil {
		return nil
	}
	return p.text[:n]
}

// numbers calls visit with the numeric names in a folder until visit returns false. It returns an error if the folder
// cannot be read.
func (p *procfs) numbers(name string, visit func(folder, n int) bool) error {
	folder, err := unix.Open(name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(folder)
	for {
		n, err := unix.ReadDirent(folder, p.entries[:])
		if n <= 0 || err != nil {
			return err
		}
		for b := p.entries[:n]; len(b) > 0; {
			var number int
			var ok bool
			if number, b, ok = cutEntry(b); ok && !visit(folder, number) {
				return nil
			}
		}
	}
}

// cutEntry returns the numeric name of the first entry of a folder (getdents64(2)), and the rest.
func cutEntry(b []byte) (n int, rest []byte, ok bool) {
	const header = 19
	if len(b) < header {
		return 0, nil, false
	}
	size := int(binary.NativeEndian.Uint16(b[16:]))
	if size < header || size > len(b) {
		return 0, nil, false
	}
	digits := 0
	for _, c := range b[header:size] {
		if c == 0 {
			break
		}
		if c < '0' || c > '9' || digits > 9 {
			return 0, b[size:], false
		}
		n, digits = n*10+int(c-'0'), digits+1
	}
	return n, b[size:], digits > 0
}

// sockets calls visit with the descriptors of a process that are sockets, until visit returns false.
func (p *procfs) sockets(pid int, visit func(descriptor int, inode uint32) bool) error {
	return p.numbers(p.path(pid, "fd"), func(folder, descriptor int) bool {
		n, err := unix.Readlinkat(folder, strconv.Itoa(descriptor), p.text[:])
		if err != nil {
			return true
		}
		inode, ok := numberIn(p.text[:n], "socket")
		return !ok || visit(descriptor, inode)
	})
}

// holds reports whether the descriptor of a process refers to that socket.
func (p *procfs) holds(pid, descriptor int, inode uint32) bool {
	n, err := unix.Readlink(p.path(pid, "fd/"+strconv.Itoa(descriptor)), p.text[:])
	if err != nil {
		return false
	}
	got, ok := numberIn(p.text[:n], "socket")
	return ok && got == inode
}

// processes appends the identifiers of all processes, the latest last.
func (p *procfs) processes(pids []int) []int {
	p.numbers(p.root, func(_, pid int) bool {
		pids = append(pids, pid)
		return true
	})
	return pids
}

// newest returns the identifier of the newest process or thread.
func (p *procfs) newest() int { return lastIn(p.read(p.root + "/loadavg")) }

// isProcess reports whether an identifier belongs to an existing process and not to another of its threads.
func (p *procfs) isProcess(id int) bool {
	fd, err := unix.PidfdOpen(id, 0)
	if err == nil {
		unix.Close(fd)
		return true
	}
	return err == unix.ENOSYS && fieldIn(p.read(p.path(id, "status")), "Tgid:") == id
}

// parent returns the parent of a process, 0 if there is none.
func (p *procfs) parent(pid int) int { return fieldIn(p.read(p.path(pid, "status")), "PPid:") }

// network returns the number of the network namespace of a process, 0 if unknown.
func (p *procfs) network(pid int) uint32 { return p.networkOf(p.path(pid, "ns/net")) }

func (p *procfs) networkOf(link string) uint32 {
	n, err := unix.Readlink(link, p.text[:])
	if err != nil {
		return 0
	}
	number, _ := numberIn(p.text[:n], "net")
	return number
}

// describe returns the Process of an identifier, nil if it is gone.
func (p *procfs) describe(pid int) *Process {
	comm := p.read(p.path(pid, "comm"))
	if len(comm) == 0 {
		return nil
	}
	if comm[len(comm)-1] == '\n' {
		comm = comm[:len(comm)-1]
	}
	name := nameOf(string(comm), func() string {
		to, _ := os.Readlink(p.path(pid, "exe"))
		return to
	}, func() string {
		line := p.read(p.path(pid, "cmdline"))
		for i, c := range line {
			if c == 0 {
				line = line[:i]
				break
			}
		}
		return string(line)
	})
	return &Process{PID: pid, Name: name, Cgroup: cgroupOf(p.read(p.path(pid, "cgroup")))}
}
