// Package injection looks for code in the URLs of requests: scripts (XSS), SQL, and commands of an operating system.
package injection

import "strings"

// Max is how many bytes of a URL are looked at.
const Max = 2 << 10

// Values calls a function with each value of the query of a URL, decoded, and with the path, until it returns true. It reports
// whether that happened.
func Values(url string, found func(value string) bool) bool {
	url = url[:min(len(url), Max)]
	path, query, _ := strings.Cut(url, "?")
	for pair := range strings.FieldsFuncSeq(query, func(c rune) bool { return c == '&' || c == ';' }) {
		_, value, ok := strings.Cut(pair, "=")
		if !ok {
			value = pair
		}
		if value = Decode(value, true); len(value) >= least && found(value) {
			return true
		}
	}
	_, path, _ = strings.Cut(path, "/")
	return strings.ContainsAny(path, "%'\"<") && found(Decode(path, false))
}

// least is how long a value that holds code is at least.
const least = 4

// Decode returns a text of a URL without percent-encoding (RFC 3986, section 2.1), in which + is a space if it is of a form.
func Decode(s string, form bool) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '+' && form:
			c = ' '
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
		}
		b = append(b, c)
	}
	return string(b)
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&0xf + 9
}

// Command reports whether a decoded text runs a command: a known program behind what separates or substitutes commands of a shell
// (POSIX, Shell Command Language, section 2), a path of a shell, or a function of PHP that runs code, with an argument.
func Command(text string) bool {
	lower := strings.ToLower(text)
	for _, mark := range strings.Fields(marks) {
		if strings.Contains(lower, mark) {
			return true
		}
	}
	for i := 0; i < len(lower); i++ {
		switch lower[i] {
		case ';', '|', '&', '`', '\n':
		case '(':
			if i == 0 || lower[i-1] != '$' {
				continue
			}
		default:
			continue
		}
		if program(strings.TrimLeft(lower[i+1:], " \t|&")) {
			return true
		}
	}
	return false
}

// marks are what only code has.
const marks = "/bin/sh /bin/bash /bin/busybox cmd.exe powershell.exe <?php <php> php://input passthru( shell_exec( eval(base64_decode( " +
	"system( proc_open( runtime.getruntime(). processbuilder( allow_url_include"

// programs are those that attackers run first.
const programs = " cat id ls wget curl nc ncat bash sh ping whoami uname rm chmod powershell cmd tftp busybox perl python php nslookup echo sleep ifconfig netstat "

// program reports whether a text begins with the name of a known program, alone or with arguments.
func program(text string) bool {
	text = strings.TrimPrefix(strings.TrimPrefix(text, "/usr"), "/bin/")
	end := strings.IndexAny(text, " \t;|&`)<>$\n'\"")
	if end < 0 {
		end = len(text)
	}
	return end >= 2 && strings.Contains(programs, " "+text[:end]+" ") && (end < len(text) || end > 2)
}
