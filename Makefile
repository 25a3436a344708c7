# What anyone who works on the code runs. `make check test` is what CI runs, and more.

GO          ?= go
STATICCHECK ?= $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 10s

export CGO_ENABLED = 0

.PHONY: all build check test race golden fuzz corpora keep-corpora bench bench-baseline bench-compare bench-growth pgo gen \
	qemu qemu-full qemu-instructions cross release size size-bounds maintain vulncheck

# What long fuzzing has found worth to begin from.
CORPORA   = $(CURDIR)/testdata/fuzz-corpora.tar.gz
FUZZCACHE = $$($(GO) env GOCACHE)/fuzz

all: check test

build:
	$(GO) build -trimpath -ldflags "-s -w" -o nfstream ./cmd/nfstream

# Formatting, vet, staticcheck, builds for other systems, and that generated files are up to date. Prints what of the
# public API has changed since the last tag, and fails where the version does not allow that.
check:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "not formatted:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(STATICCHECK) ./...
	GOOS=linux GOARCH=386 $(GO) vet ./...
	$(GO) vet -tags tiny ./...
	$(MAKE) --no-print-directory gen
	git diff --exit-code -- README.md docs categories NOTICE
	$(GO) run ./internal/apichanges

test:
	$(GO) test ./...

# What only a machine that makes releases checks: that archives are reproducible, that costs are counted, that the command
# keeps to its bounds of memory under floods. Plain `make test` leaves it out.
maintain:
	NFSTREAM_MAINTAIN=1 $(GO) test ./internal/release ./internal/sizes ./bench/memory

# Known vulnerabilities of what is linked, by Go's database.
VULNDB      ?= https://vuln.go.dev
GOVULNCHECK ?= $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -db $(VULNDB)
vulncheck:
	$(GOVULNCHECK) -test ./...

# The program for every target; those of Linux have to be static.
cross:
	$(GO) run ./internal/release -cross

# An archive for every target, checksums and a bill of materials, in dist: the same bytes wherever the commit is built.
release:
	$(GO) run ./internal/release -out dist

# What each package costs in the program, plain and tiny, and whether they are below their bounds. What is to be small is
# not optimised by a profile, which repeats code where it is hot.
SIZES = $(GO) run ./internal/sizes
TINY  = -tags tiny -pgo off
size:
	$(SIZES) -target linux/amd64
	$(SIZES) -target linux/amd64 $(TINY)
	@$(MAKE) --no-print-directory size-bounds

# The bounds, in bytes, for both machines.
PLAIN_BOUND = 9500000
TINY_BOUND  = 5000000
size-bounds:
	$(SIZES) -most 0 -target linux/amd64 -bound $(PLAIN_BOUND)
	$(SIZES) -most 0 -target linux/mipsle -bound $(PLAIN_BOUND)
	$(SIZES) -most 0 -target linux/amd64 $(TINY) -bound $(TINY_BOUND)
	$(SIZES) -most 0 -target linux/mipsle $(TINY) -bound $(TINY_BOUND)

# The race detector is the one thing that needs a C compiler.
race:
	CGO_ENABLED=1 $(GO) test -race -short ./...

# Write the golden rows of testdata anew; look at the diff before you commit it.
golden:
	$(GO) test . -run TestGolden -update

# Every fuzz target for FUZZTIME.
fuzz: corpora
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package || exit 1; \
		done; \
	done

corpora:
	mkdir -p $(FUZZCACHE)
	tar -xzf $(CORPORA) -C $(FUZZCACHE)

keep-corpora:
	tar --sort=name --owner=0 --group=0 --mtime=@0 -C $(FUZZCACHE) -c github.com/nfstream/nfstream-go/l7 | gzip -9n > $(CORPORA)

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# What became slower since the last commit, or since BASE, of the packages and benchmarks that PKGS and BENCH name.
BASE  ?=
BENCH ?= .
PKGS  ?= ./...
COUNT ?= 6
bench-compare:
	$(GO) run ./bench/compare -base '$(BASE)' -bench '$(BENCH)' -count $(COUNT) $(PKGS)

# What this kind of machine takes, to be committed where nothing else runs on it.
bench-baseline:
	$(GO) run ./bench/compare -baseline bench/baseline -bench '$(BENCH)' -count $(COUNT) $(PKGS)

# How cost grows with the work: a table, a picture, and a failure where it grows faster.
GROWTH ?= growth.svg
bench-growth:
	$(GO) run ./bench/growth -o $(GROWTH)

# What the command is optimised by: a profile of all workloads, to be made anew where what packets go through has changed
# much. Without inspection, that is: code that inspects gains nothing by it, and would grow by 100 KB more.
pgo:
	$(GO) test -run '^$$' -bench 'Pipeline/./dissect=off/workers=1$$' -benchtime 6s -cpuprofile cmd/nfstream/default.pgo -o $(if $(TMPDIR),$(TMPDIR),/tmp)/pgo.test .

# Generated documents.
gen:
	$(GO) generate ./...
	$(GO) run ./internal/release -notice > NOTICE.new && mv NOTICE.new NOTICE

# Machines of other kinds, emulated by Debian's qemu-user-static (386 runs as it is). MACHINES is all, or some of mips,
# mipsle, arm5, 386, arm64, riscv64 and s390x, separated by commas.
MACHINES ?= all
EMULATE   = $(GO) run ./internal/emulate/run

# The packages that every packet, and every row, goes through.
CORE = ./flowkey ./packet ./capture ./flow ./table ./l7 ./l7/wire ./internal/rows ./plugins/wavelet

# What CI runs: of every capture in testdata the same bytes as on amd64, each format and group of columns once; and short
# tests of the core.
qemu:
	$(EMULATE) rows -few -targets $(MACHINES)
	$(EMULATE) tests -short -targets $(MACHINES) $(CORE)

# All there is, in half an hour or so: every format with every group of columns, by one worker and two, and all tests.
qemu-full:
	$(EMULATE) rows -targets $(MACHINES)
	$(EMULATE) tests -targets $(MACHINES)

# Instructions a packet; needs Debian's qemu-user, valgrind and gcc.
qemu-instructions:
	$(GO) run ./bench/instructions
