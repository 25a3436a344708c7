package main

import (
	"encoding/binary"
	"fmt"
	"net"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"
)

// injector has frames arrive at an interface: an XDP program, which the kernel runs on live frames without any that came
// from a wire (Documentation/bpf/bpf_prog_run.rst of Linux, since 5.18), fills each with the next of its own and passes
// it up. Nothing is copied from user space meanwhile.
type injector struct {
	frames, states *ebpf.Map
	fill, idle     *ebpf.Program
	attached       link.Link // idle, which has the driver keep a receive queue of the kind that live frames need
	context        xdpContext
	task           task
}

// xdpContext is struct xdp_md of linux/bpf.h.
type xdpContext struct{ Data, DataEnd, DataMeta, Ingress, Queue, Egress uint32 }

// A record of the map of frames is the length of a frame and its bytes.
const (
	recordSize = 1536
	lengthSize = 4
	minFrame   = 14
	maxFrame   = 1514
)

// openInjector takes frames of minFrame to maxFrame bytes, for a task that is done once.
func openInjector(name string, frames [][]byte, t task) (*injector, error) {
	i, err := net.InterfaceByName(name)
	if err != nil {
		return nil, err
	}
	j := &injector{task: t, context: xdpContext{DataEnd: maxFrame, Ingress: uint32(i.Index)}}
	if err = j.setUp(frames); err != nil {
		j.close()
		return nil, fmt.Errorf("inject at %s: %w", name, err)
	}
	return j, nil
}

func (j *injector) setUp(frames [][]byte) (err error) {
	if j.frames, err = store(frames); err != nil {
		return err
	}
	if j.states, err = newArray(stateSize, 1); err != nil {
		return err
	}
	if j.fill, err = load(compile(j.frames, j.states, j.task)); err != nil {
		return err
	}
	if j.idle, err = load(returning(xdpPass)); err != nil {
		return err
	}
	j.attached, err = link.AttachXDP(link.XDPOptions{Program: j.idle, Interface: int(j.context.Ingress),
		Flags: link.XDPDriverMode})
	return err
}

// inject does the task. A run that a signal interrupts goes on where it was.
func (j *injector) inject() error {
	_, err := j.fill.Run(&ebpf.RunOptions{Data: make([]byte, maxFrame), Context: j.context,
		Repeat: uint32(j.task.packets), Flags: unix.BPF_F_TEST_XDP_LIVE_FRAMES})
	return err
}

func (j *injector) close() {
	if j.attached != nil {
		j.attached.Close()
	}
	for _, p := range []*ebpf.Program{j.fill, j.idle} {
		p.Close()
	}
	for _, m := range []*ebpf.Map{j.frames, j.states} {
		m.Close()
	}
}

func newArray(size, entries int) (*ebpf.Map, error) {
	return ebpf.NewMap(&ebpf.MapSpec{Type: ebpf.Array, KeySize: 4, ValueSize: uint32(size),
		MaxEntries: uint32(entries)})
}

func store(frames [][]byte) (*ebpf.Map, error) {
	m, err := newArray(recordSize, len(frames))
	if err != nil {
		return nil, err
	}
	record := make([]byte, recordSize)
	for i := 0; i < len(frames) && err == nil; i++ {
		binary.NativeEndian.PutUint32(record, uint32(len(frames[i])))
		copy(record[lengthSize:], frames[i])
		err = m.Put(uint32(i), record)
	}
	return m, err
}

func load(code asm.Instructions) (*ebpf.Program, error) {
	return ebpf.NewProgram(&ebpf.ProgramSpec{Type: ebpf.XDP, Instructions: code, License: "Apache-2.0"})
}
