//go:build !nfstream_no_files

// Package files has the protocols that carry and share files.
package files

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_files.
func Protos() []l7.Proto {
	return l7.Collect(ftp, ftpData, smb, rpcStream, rpcDatagram, tftp, afp, rsync, git,
		lustre, ceph, msdo, uftp, rx,
	)
}
