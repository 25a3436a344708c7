package visibility

import (
	"bytes"
	"path"
	"strconv"
	"strings"
)

// longestComm is how many bytes of a process's name the kernel keeps (TASK_COMM_LEN less its end).
const longestComm = 15

// nameOf returns the name of a process: what the kernel keeps of it, completed from a path of its executable or its
// first argument if it may have been cut and one of these goes on like it.
func nameOf(comm string, longer ...func() string) string {
	if len(comm) < longestComm {
		return comm
	}
	for _, f := range longer {
		if name := path.Base(f()); len(name) > len(comm) && strings.HasPrefix(name, comm) {
			return name
		}
	}
	return comm
}

// cgroupOf reads /proc/PID/cgroup (cgroups(7)): lines of a hierarchy's number, its controllers and a path. The path in
// the unified hierarchy is preferred unless it is the root and one of version 1 is not.
func cgroupOf(text []byte) string {
	unified, other, rank := "", "", 0
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, []byte{'\n'})
		text = rest
		number, line, _ := bytes.Cut(line, []byte{':'})
		controllers, group, ok := bytes.Cut(line, []byte{':'})
		switch {
		case !ok:
		case string(number) == "0" && len(controllers) == 0:
			unified = string(group)
		case string(group) != "/" && rankOf(controllers) > rank:
			other, rank = string(group), rankOf(controllers)
		}
	}
	if other != "" && (unified == "" || unified == "/") {
		return other
	}
	if unified == "" && rank == 0 {
		return ""
	}
	return unified
}

// rankOf orders the hierarchies of version 1 by how likely they are to tell containers apart.
func rankOf(controllers []byte) int {
	switch {
	case bytes.Contains(controllers, []byte("memory")):
		return 4
	case bytes.Contains(controllers, []byte("pids")):
		return 3
	case bytes.Contains(controllers, []byte("name=systemd")):
		return 2
	}
	return 1
}

// numberIn reads what a link to an object of the kernel names, as "socket:[12345]"; not ok if it names another kind.
func numberIn(link []byte, kind string) (n uint32, ok bool) {
	rest, ok := bytes.CutPrefix(link, []byte(kind))
	if !ok || len(rest) < 4 || rest[0] != ':' || rest[1] != '[' || rest[len(rest)-1] != ']' {
		return 0, false
	}
	v, err := strconv.ParseUint(string(rest[2:len(rest)-1]), 10, 32)
	return uint32(v), err == nil
}

// lastIn reads the identifier that a process or thread got last, from /proc/loadavg (proc(5)): its last field.
func lastIn(loadavg []byte) int {
	text := bytes.TrimSpace(loadavg)
	n, err := strconv.Atoi(string(text[bytes.LastIndexByte(text, ' ')+1:]))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// fieldIn reads a number from /proc/PID/status (proc(5)), as "Tgid:", which process a thread belongs to; 0 if it is not
// there.
func fieldIn(status []byte, name string) int {
	_, rest, ok := bytes.Cut(status, []byte("\n"+name))
	if !ok {
		return 0
	}
	line, _, _ := bytes.Cut(rest, []byte{'\n'})
	n, err := strconv.Atoi(string(bytes.TrimSpace(line)))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
