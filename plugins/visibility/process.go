package visibility

import (
	"bytes"
	"path"
	"strconv"
	"strings"
)

// longestComm is the maximum length of a process's name in the kernel (TASK_COMM_LEN - 1).
const longestComm = 15

// nameOf returns the name of a process from the kernel. If the kernel may have truncated it, nameOf completes it from
// the path of the executable or from the first argument, if that has the name as prefix.
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

// rankOf orders the hierarchies of version 1 by how likely they distinguish containers.
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

// numberIn reads the number of a link to a kernel object, such as "socket:[12345]". ok is false for another kind.
func numberIn(link []byte, kind string) (n uint32, ok bool) {
	rest, ok := bytes.CutPrefix(link, []byte(kind))
	if !ok || len(rest) < 4 || rest[0] != ':' || rest[1] != '[' || rest[len(rest)-1] != ']' {
		return 0, false
	}
	v, err := strconv.ParseUint(string(rest[2:len(rest)-1]), 10, 32)
	return uint32(v), err == nil
}

// lastIn reads the identifier of the newest process or thread: the last field of /proc/loadavg (proc(5)).
func lastIn(loadavg []byte) int {
	text := bytes.TrimSpace(loadavg)
	n, err := strconv.Atoi(string(text[bytes.LastIndexByte(text, ' ')+1:]))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// fieldIn reads a number from /proc/PID/status (proc(5)), such as "Tgid:", the process of a thread. It returns 0 if
// the field is missing.
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
