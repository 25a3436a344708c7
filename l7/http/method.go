package http

// MethodKind says where a method comes from, as protocols of the same syntax share a port.
type MethodKind uint8

// The kinds. MethodOther is any method that none of the documents named here has.
const (
	MethodOther  MethodKind = iota
	MethodHTTP              // RFC 9110, section 9.3; RFC 5789
	MethodWebDAV            // RFC 4918, 3253, 3648, 3744, 5323, 5842
	MethodRTSP              // RFC 2326, section 10; RFC 7826, section 13; not OPTIONS
	MethodSIP               // RFC 3261, 3262, 3265, 3311, 3428, 3515, 3903, 6086; not OPTIONS
	MethodUPnP              // UPnP Device Architecture: discovery and eventing
	MethodRPC               // MS-RPCH, MS-BPAU, MS-TSGU: RPC, BITS and remote desktop over HTTP
)

var methodKinds = func() map[string]MethodKind {
	kinds := map[string]MethodKind{}
	for kind, names := range map[MethodKind][]string{
		MethodHTTP: {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"},
		MethodWebDAV: {"ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "COPY", "LABEL", "LOCK", "MERGE",
			"MKACTIVITY", "MKCALENDAR", "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE", "ORDERPATCH", "PROPFIND",
			"PROPPATCH", "REBIND", "REPORT", "SEARCH", "UNBIND", "UNCHECKOUT", "UNLOCK", "UPDATEREDIRECTREF",
			"VERSION-CONTROL"},
		MethodRTSP: {"DESCRIBE", "ANNOUNCE", "GET_PARAMETER", "PAUSE", "PLAY", "PLAY_NOTIFY", "RECORD", "REDIRECT",
			"SETUP", "SET_PARAMETER", "TEARDOWN"},
		MethodSIP:  {"INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "PRACK", "INFO", "MESSAGE", "REFER", "PUBLISH"},
		MethodUPnP: {"M-SEARCH", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE"},
		MethodRPC: {"RPC_IN_DATA", "RPC_OUT_DATA", "RPC_CONNECT", "BITS_POST", "RDG_IN_DATA", "RDG_OUT_DATA",
			"CCM_POST"},
	} {
		for _, name := range names {
			kinds[name] = kind
		}
	}
	return kinds
}()

// MethodKindOf returns the kind of a method: the specification that defines it.
func MethodKindOf(method []byte) MethodKind { return methodKinds[string(method)] }

// Upgrade is a protocol that a connection is to switch to.
type Upgrade uint8

// The protocols of an Upgrade field.
const (
	UpgradeNone Upgrade = iota
	UpgradeOther
	UpgradeWebSocket // RFC 6455, section 4.1
	UpgradeH2C       // RFC 7540, section 3.2
)

// UpgradeOf returns the first known protocol of an Upgrade field.
func UpgradeOf(value []byte) Upgrade {
	if len(value) == 0 {
		return UpgradeNone
	}
	for len(value) > 0 {
		item := value
		for i, c := range value {
			if c == ',' {
				item = value[:i]
				break
			}
		}
		value = value[min(len(item)+1, len(value)):]
		switch item = trimBlank(item); {
		case foldEqual(item, "websocket"):
			return UpgradeWebSocket
		case foldEqual(item, "h2c"):
			return UpgradeH2C
		}
	}
	return UpgradeOther
}
