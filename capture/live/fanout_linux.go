package live

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// fanoutSymmetric is PACKET_FANOUT_HASH, with the kernel's symmetric hash of addresses and ports.
const fanoutSymmetric = unix.PACKET_FANOUT_HASH

// share puts ports of one interface into the fanout group of the given number, or into a new one for 0. They are
// bound but do not receive packets yet.
func share(ports []*port, number uint16, spread Spread) error {
	mode := unix.PACKET_FANOUT_CBPF
	if spread == ByFlow {
		mode = fanoutSymmetric
	}
	err := joinAll(ports, number, mode)
	if errors.Is(err, unix.EINVAL) && spread == ByAddresses {
		if again := joinAll(ports, number, fanoutSymmetric); again == nil {
			return nil
		}
	}
	if err == nil && mode == unix.PACKET_FANOUT_CBPF {
		err = setProgram(ports[0].fd, unix.SOL_PACKET, unix.PACKET_FANOUT_DATA, spreadByAddresses())
	}
	if err != nil {
		return fmt.Errorf("%s: the kernel does not allow a fanout group: %w", ports[0].device, err)
	}
	return nil
}

func joinAll(ports []*port, number uint16, mode int) error {
	flags := 0
	if number == 0 {
		flags = unix.PACKET_FANOUT_FLAG_UNIQUEID
	}
	for _, p := range ports {
		err := unix.SetsockoptInt(p.fd, unix.SOL_PACKET, unix.PACKET_FANOUT, int(number)|(mode|flags)<<16)
		if err != nil {
			return err
		}
		if flags != 0 {
			joined, err := unix.GetsockoptInt(p.fd, unix.SOL_PACKET, unix.PACKET_FANOUT)
			if err != nil {
				return err
			}
			number, flags = uint16(joined), 0
		}
		p.group = true
	}
	return nil
}
