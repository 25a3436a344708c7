package main

// fieldFlags are the flags that set the fields of nfstream.Config.
var fieldFlags = map[string]string{
	"Snaplen":              "snaplen",
	"RingSize":             "ring-size",
	"BlockTimeout":         "block-timeout",
	"NoPromiscuous":        "no-promiscuous",
	"HardwareTime":         "hardware-time",
	"Wait":                 "wait",
	"IdleTimeout":          "idle-timeout",
	"ActiveTimeout":        "active-timeout",
	"Dissect":              "dissect",
	"MaxTCPDissections":    "max-tcp-dissections",
	"MaxUDPDissections":    "max-udp-dissections",
	"TorConsensus":         "tor-consensus",
	"Statistics":           "statistics",
	"AccountIPPaddingSize": "account-ip-padding-size",
	"DecodeTunnels":        "decode-tunnels",
	"SPLT":                 "splt",
	"AccountingMode":       "accounting-mode",
	"Workers":              "workers",
	"MaxFlows":             "max-flows",
	"TableSize":            "table-size",
	"Fields":               "fields",
	"Anonymize":            "anonymize",
	"AnonymizeKey":         "anonymize-key-file",
	"AnonymizePrefix":      "anonymize-prefix",
}
