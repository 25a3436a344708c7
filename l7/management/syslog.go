package management

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// syslogDatagram is syslog over UDP (RFC 3164, section 4; RFC 5424, section 6; RFC 5426).
func syslogDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.Syslog, On: l7.UDP, Ports: []uint16{514}, Min: 5, First: l7.Bytes('<'),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if v := judgeSyslog(c.Data, c.OnPort(514)); v != l7.More {
				return v
			}
			return l7.Reject
		},
		Session: l7.Once(func(c *l7.Ctx) { readSyslog(c, c.Data) }), Columns: syslogColumns(),
		Samples: syslogSamples,
	}
}

// syslogStream is syslog over TCP, where a length may go before a message (RFC 6587, section 3.4).
func syslogStream() l7.Proto {
	return l7.Proto{
		ID: categories.Syslog, On: l7.TCP, Ports: []uint16{514, 601}, First: l7.Bytes([]byte("<123456789")...),
		Probe: probeSyslogStream, Session: syslogDialogue.Sessions(), Columns: syslogColumns(),
		Samples: syslogSamples,
	}
}

var syslogSamples = l7.Samples("<34>Oct 11 22:14:15 host su: failed\n", "<165>1 2003-10-11T22:14:15.003Z host su - - - text",
	"<167>2016-05-24T09:50:52.926451+02:00 host su: text\n")

func probeSyslogStream(c *l7.Ctx) l7.Verdict {
	b, i := c.Data, 0
	for i < len(b) && i < 6 && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	switch {
	case i > 0 && b[0] == '0', i == 6:
		return l7.Reject
	case i == len(b), i > 0 && i+1 == len(b) && b[i] == ' ':
		return l7.More
	case i > 0 && b[i] != ' ':
		return l7.Reject
	case i > 0:
		return judgeSyslog(b[i+1:], false)
	}
	return judgeSyslog(b, c.OnPort(514) || c.OnPort(601))
}

// judgeSyslog checks a priority and the text after it: any text on a port of syslog, else a time.
func judgeSyslog(b []byte, port bool) l7.Verdict {
	if b[0] != '<' {
		return l7.Reject
	}
	priority, i := 0, 1
	for i < len(b) && i < 4 && b[i] >= '0' && b[i] <= '9' {
		priority = priority*10 + int(b[i]-'0')
		i++
	}
	switch {
	case priority > 191:
		return l7.Reject
	case i == len(b):
		return l7.More
	case i == 1 || b[i] != '>':
		return l7.Reject
	case i+1 == len(b):
		return l7.More
	case port && (b[i+1] >= ' ' || b[i+1] == '\t'):
		return l7.Match
	}
	return judgeTime(bytes.TrimLeft(b[i+1:], " "))
}

// judgeTime checks whether a text begins with a month, a year, or the version of a message and a year.
func judgeTime(b []byte) l7.Verdict {
	return l7.Prefix(b, "1 20", "1 19", "1 - ", "20", "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ",
		"Aug ", "Sep ", "Oct ", "Nov ", "Dec ")
}
