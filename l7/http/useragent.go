package http

import "strings"

// system is an operating system and its marks in a user agent.
type system struct {
	mark    string // found at the start of a word
	name    string
	version string // texts before the version, separated by "|"; "" for no version
	parts   int    // how many numbers of the version to keep
}

// systems in the order that they are looked for: what claims to be like another, or is made of it, comes before that.
var systems = []system{
	{"Windows Phone", "Windows Phone", "Windows Phone OS |Windows Phone ", 2},
	{"Xbox", "Xbox", "", 0},
	{"Tizen", "Tizen", "Tizen ", 2},
	{"Web0S", "webOS", "", 0},
	{"webOS", "webOS", "", 0},
	{"KAIOS", "KaiOS", "KAIOS/", 2},
	{"HarmonyOS", "HarmonyOS", "HarmonyOS ", 2},
	{"Android", "Android", "Android ", 3},
	{"AppleTV", "tvOS", "", 0},
	{"Apple TV", "tvOS", "", 0},
	{"Watch OS", "watchOS", "", 0},
	{"watchOS", "watchOS", "", 0},
	{"iPhone", "iOS", "iPhone OS |CPU OS |iOS ", 2},
	{"iPad", "iOS", "iPhone OS |CPU OS |iOS ", 2},
	{"iPod", "iOS", "iPhone OS |CPU OS |iOS ", 2},
	{"iOS", "iOS", "iOS |iOS/", 2},
	{"Windows", "Windows", "Windows NT ", 2},
	{"Mac OS X", "macOS", "Mac OS X ", 2},
	{"macOS", "macOS", "macOS |macOS/", 2},
	{"Macintosh", "macOS", "", 0},
	{"CrOS", "ChromeOS", "", 0},
	{"PlayStation", "PlayStation", "PlayStation ", 1},
	{"Nintendo", "Nintendo", "", 0},
	{"FreeBSD", "FreeBSD", "", 0},
	{"OpenBSD", "OpenBSD", "", 0},
	{"NetBSD", "NetBSD", "", 0},
	{"SunOS", "SunOS", "", 0},
	{"Ubuntu", "Ubuntu", "", 0},
	{"Linux", "Linux", "", 0},
}

// windowsNames are the names of Windows by the version of its kernel.
var windowsNames = map[string]string{
	"10.0": "Windows 10", "6.3": "Windows 8.1", "6.2": "Windows 8", "6.1": "Windows 7", "6.0": "Windows Vista",
	"5.2": "Windows XP", "5.1": "Windows XP", "5.0": "Windows 2000",
}

// OperatingSystem names the operating system that a user agent claims, with its version where it says one: "Windows
// 10", "Android 5.1.1", "iOS 10.2", "macOS 10.15", "Linux"; "" where it names none. Windows 11 and macOS from 11 on
// claim to be Windows 10 and macOS 10.15.
func OperatingSystem(userAgent string) string {
	for i := range systems {
		s := &systems[i]
		if wordAt(userAgent, s.mark) < 0 {
			continue
		}
		version := s.find(userAgent)
		if s.name == "Windows" {
			version = windowsNames[version]
			if version != "" {
				return version
			}
		}
		if version == "" {
			return s.name
		}
		return s.name + " " + version
	}
	return ""
}

// find returns the version after one of the system's markers, with points between its numbers.
func (s *system) find(userAgent string) string {
	for marks := s.version; marks != ""; {
		mark, others, _ := strings.Cut(marks, "|")
		if at := wordAt(userAgent, mark); at >= 0 {
			if v := number(userAgent[at+len(mark):], s.parts); v != "" {
				return v
			}
		}
		marks = others
	}
	return ""
}

// number returns the numbers, separated by points or underscores, that text begins with, but no more than the given
// many.
func number(text string, parts int) string {
	end := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case isDigit(c):
			end = i + 1
			continue
		case (c == '.' || c == '_') && i > 0 && end == i && parts > 1:
			parts--
			continue
		}
		break
	}
	return strings.ReplaceAll(text[:end], "_", ".")
}

// wordAt returns the index of mark at the start of a word in text, or -1.
func wordAt(text, mark string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], mark)
		if at < 0 {
			return -1
		}
		at += from
		if at == 0 || !isWordByte(text[at-1]) {
			return at
		}
		from = at + 1
	}
}

func isWordByte(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' }
