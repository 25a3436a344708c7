package cli

// elsewhere maps names of other tools to hints: parameters of nfstream 6's NFStreamer and its methods, and flags of
// tcpdump.
var elsewhere = map[string]string{
	"--source":                    sourceHint,
	"--bpf-filter":                "use --filter",
	"--promiscuous-mode":          "use --no-promiscuous for promiscuous_mode=False",
	"--snapshot-length":           "use --snaplen",
	"--socket-buffer-size":        "use --ring-size",
	"--n-dissections":             "use --max-tcp-dissections and --max-udp-dissections, and --dissect=false for 0",
	"--udps":                      "use --count or a plug-in in Go: see docs/plugins.md",
	"--plugins":                   "use --count or a plug-in in Go: see docs/plugins.md",
	"--statistical-analysis":      "use --statistics",
	"--splt-analysis":             "use --splt",
	"--n-meters":                  "use --workers",
	"--max-nflows":                "use --max-flows",
	"--system-visibility-mode":    "use --system-visibility",
	"--system-visibility-poll-ms": "--system-visibility needs no interval",
	"--enable-guess":              "the column application_is_guessed marks guesses",
	"--path":                      "use --output",
	"--columns-to-anonymize":      "use --anonymize",
	"--flows-per-file":            "use --rotate-flows",
	"--rotate-files":              "use --keep",
	"--interface":                 sourceHint,
	"--input":                     sourceHint,
	"--read":                      sourceHint,
	"-i":                          sourceHint,
	"-r":                          sourceHint,
	"-w":                          "use --output or -o",
}

const sourceHint = "a source is an argument without a flag"

// pythonNames maps names of nfstream 6 that resemble commands to the commands here.
var pythonNames = map[string]string{
	"nfstreamer": flowsCommand, "to_csv": flowsCommand, "to-csv": flowsCommand, "to_pandas": flowsCommand,
	"to-pandas": flowsCommand, "capture": flowsCommand, "meter": flowsCommand, "service": "run", "daemon": "run",
	"fields": "columns", "applications": "protocols", "devices": "interfaces",
}
