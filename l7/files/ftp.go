package files

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// FTP is what the control connection says.
type FTP struct{ User, Password string }

func ftpColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("ftp_user", "user that logs in", func(m *FTP) string { return m.User }),
		metadata.Text("ftp_password", "password in clear text; only with --passwords", func(m *FTP) string { return m.Password }),
	}
}

// ftp is the control connection of the File Transfer Protocol (RFC 959, sections 4 and 5.4; RFC 2389; RFC 2428). With AUTH
// TLS (RFC 4217, section 4) the flow is FTPS.
func ftp() l7.Proto {
	return l7.Proto{
		ID: categories.FTPControl, On: l7.TCP, Ports: []uint16{21}, First: l7.Bytes([]byte("12345UAFSPEOCTRLuafspeoctrl")...),
		Probe: probeFTP, Session: ftpDialogue.Sessions(), Columns: ftpColumns(),
		Samples: l7.Samples("220 (vsFTPd 3.0.3)\r\n", "220 ready\r\n", "USER anonymous\r\n", "FEAT\r\n", "AUTH TLS\r\n",
			"227 Entering Passive Mode (192,0,2,1,4,1)\r\n"),
	}
}

var ftpDialogue = &lines.Dialogue{
	Secure: categories.FTPS,
	Asks: func(line []byte) bool {
		return bytes.EqualFold(line, []byte("AUTH TLS")) || bytes.EqualFold(line, []byte("AUTH SSL")) ||
			bytes.EqualFold(line, []byte("AUTH TLS-C"))
	},
	Answers: func(line []byte) lines.Answer {
		switch code, v := lines.Reply(line); {
		case v != l7.Match || line[3] == '-':
			return lines.Pending
		case code == 234:
			return lines.Agreed
		}
		return lines.Refused
	},
	Read: readFTP,
}

// readFTP writes down who logs in, and expects the data connections that are opened.
func readFTP(c *l7.Ctx, line []byte) (done bool) {
	if user, ok := lines.Argument(line, "USER"); ok {
		l7.Record[FTP](c).User = string(user)
	} else if password, ok := lines.Argument(line, "PASS"); ok && c.KeepsPasswords() {
		l7.Record[FTP](c).Password = string(password)
	}
	expectData(c, line)
	return false
}

func probeFTP(c *l7.Ctx) l7.Verdict {
	command := ftpCommand(c.Data)
	_, reply := ftpReply(c.Data)
	switch {
	case command == l7.Match:
		return ftpWith(c, c.Other(), func(other []byte) l7.Verdict {
			_, v := ftpReply(other)
			return v
		})
	case reply != l7.Match:
		return max(command, reply)
	}
	line, whole := lines.First(c.Data)
	if whole && ftpLine(line) {
		return l7.Match
	}
	return ftpWith(c, c.Other(), ftpCommand)
}

// ftpWith matches where the other side says what it should, and waits for that.
func ftpWith(c *l7.Ctx, other []byte, judge func([]byte) l7.Verdict) l7.Verdict {
	if len(other) == 0 {
		return l7.More
	}
	return judge(other)
}

// ftpReply parses a reply. It rejects replies of other protocols.
func ftpReply(data []byte) (code int, v l7.Verdict) {
	if data[0] < '1' || data[0] > '5' {
		return 0, l7.Reject
	}
	code, v = lines.Reply(data)
	if line, whole := lines.First(data); whole && lines.Contains(line, "SMTP") {
		return code, l7.Reject
	}
	return code, v
}

// ftpLine reports whether a reply says by itself that it is one of FTP.
func ftpLine(line []byte) bool {
	switch string(line[:3]) {
	case "220":
		return lines.Contains(line, "FTP")
	case "227":
		return lines.Contains(line, "ENTERING PASSIVE MODE")
	case "229":
		return lines.Contains(line, "EXTENDED PASSIVE MODE")
	}
	return false
}

// ftpCommand checks a command that SMTP and NNTP do not have.
func ftpCommand(data []byte) l7.Verdict {
	return lines.Command(data, "USER", "AUTH TLS", "AUTH SSL", "AUTH GSSAPI", "FEAT", "SYST", "PASV", "PORT",
		"EPSV", "EPRT", "OPTS UTF8",
		"CLNT", "CWD", "TYPE", "RETR", "STOR", "LIST")
}

// ftpData is a listing on a data connection of FTP (RFC 959, section 3.1), in the form of ls or of IIS. Other data has no
// form.
func ftpData() l7.Proto {
	return l7.Proto{
		ID: categories.FTPData, On: l7.TCP, Ports: []uint16{20}, First: l7.Bytes([]byte("-dl01")...), Probe: probeFTPData,
		Samples: l7.Samples("drwxr-xr-x    2 0        21           512 Jul 31  2009 pub\r\n",
			"-rw-r--r--    1 0        0        1073741824 Feb 19  2016 1GB.zip\r\n",
			"01-31-24  10:20AM       <DIR>          pub\r\n"),
	}
}

const (
	lsPattern  = "?rwxrwxrwx"
	iisPattern = "00-00-00  00:00"
)

func probeFTPData(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if c.Number() > c.InDirection() { // data goes one way
		return l7.Reject
	}
	switch b[0] {
	case '-', 'd', 'l':
	case '0', '1':
		return judgeListing(b, iisPattern, func(i int) bool {
			return b[i] >= '0' && b[i] <= '9' ||
				b[i] == iisPattern[i] && iisPattern[i] != '0'
		})
	default:
		return l7.Reject
	}
	return judgeListing(b, lsPattern+" ", func(i int) bool {
		return i == 0 || b[i] == '-' && i < len(lsPattern) || i == len(lsPattern) && b[i] == ' ' ||
			i < len(lsPattern) && b[i] == lsPattern[i]
	})
}

func judgeListing(b []byte, pattern string, fits func(int) bool) l7.Verdict {
	for i := range min(len(b), len(pattern)) {
		if !fits(i) {
			return l7.Reject
		}
	}
	if line, whole := lines.First(b); whole && len(line) > len(pattern) {
		return l7.Match
	}
	if len(b) >= lines.Max {
		return l7.Reject
	}
	return l7.More
}
