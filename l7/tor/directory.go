package tor

import "strings"

// directoryPaths are what the resources of a directory server begin with (dir-spec, section 4 and appendix B;
// rend-spec-v2, rend-spec-v3 for hidden services).
var directoryPaths = []string{
	"status-vote/", "status/", "server/", "extra/", "micro/", "keys/", "post/", "rendezvous", "hs/", "running-routers",
	"networkstatus-bridges", "bytes.txt", "bwauth", "dir", "robots.txt",
}

// IsDirectoryRequest reports whether the target of an HTTP request, absolute or not, is a resource of a directory
// server: /tor/ and one of those that the specifications name.
func IsDirectoryRequest(target string) bool {
	if rest, ok := strings.CutPrefix(target, "http://"); ok {
		slash := strings.IndexByte(rest, '/')
		if slash < 0 {
			return false
		}
		target = rest[slash:]
	}
	resource, ok := strings.CutPrefix(target, "/tor/")
	if !ok {
		return false
	}
	for _, path := range directoryPaths {
		if strings.HasPrefix(resource, path) {
			return true
		}
	}
	return false
}
