package budget

import (
	"bytes"
	"os"
	"path"
	"strconv"

	"golang.org/x/sys/unix"
)

// Machine returns how many bytes of memory the process may have: what the machine has, or the least that a control
// group (cgroups(7)) around it allows, 0 if the system does not say.
func Machine() uint64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 0
	}
	total := uint64(info.Totalram) * max(uint64(info.Unit), 1)
	groups, _ := os.ReadFile("/proc/self/cgroup") // without it there are none
	return groupMemory(groups, "/sys/fs/cgroup", total)
}

// groupMemory returns the least limit of the groups in a file as /proc/self/cgroup, and of those that they are in, or total.
func groupMemory(groups []byte, root string, total uint64) uint64 {
	for line := range bytes.Lines(groups) {
		fields := bytes.SplitN(bytes.TrimSpace(line), []byte(":"), 3)
		if len(fields) < 3 {
			continue
		}
		dir, file := root, "memory.max" // version 2, whose line names no controllers
		if len(fields[1]) > 0 {
			if !bytes.Contains(append(fields[1], ','), []byte("memory,")) {
				continue
			}
			dir, file = path.Join(root, "memory"), "memory.limit_in_bytes"
		}
		// In a container the root may be the group itself, and its path the host's.
		for group := path.Clean("/" + string(fields[2])); ; group = path.Dir(group) {
			total = min(total, limitIn(path.Join(dir, group, file), total))
			if group == "/" {
				break
			}
		}
	}
	return total
}

// limitIn reads a limit. It returns none if there is no limit.
func limitIn(file string, none uint64) uint64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return none
	}
	limit, err := strconv.ParseUint(string(bytes.TrimSpace(text)), 10, 64)
	if err != nil || limit == 0 { // the word max
		return none
	}
	return limit
}
