# Commands for development. CI runs `make check test` and more.

GO          ?= go
STATICCHECK ?= $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 10s

# They leave out what nfstream-full does not use, as internal/release does.
FULL_TAGS   = tinygo,nethttpomithttp2

export CGO_ENABLED = 0

# The folders of all modules of go.work, the core first. The pattern "work" stands for the packages of all of them.
MODULES = . cmd/nfstream-full sink/arrow sink/kafka sink/parquet

.PHONY: all build build-full check modules tidy test race golden fuzz corpora keep-corpora bench bench-baseline bench-compare bench-growth pgo gen \
	qemu qemu-full qemu-instructions cross release size size-bounds maintain vulncheck

# Corpora from long fuzzing, the seeds of `make fuzz`.
CORPORA   = $(CURDIR)/testdata/fuzz-corpora.tar.gz
FUZZCACHE = $$($(GO) env GOCACHE)/fuzz

all: check test

# Both programs, in this folder.
build: build-full
	$(GO) build -trimpath -ldflags "-s -w" -o nfstream ./cmd/nfstream

build-full:
	$(GO) build -trimpath -tags $(FULL_TAGS) -ldflags "-s -w" -o nfstream-full ./cmd/nfstream-full

# Formatting, vet, staticcheck, builds for other systems, and a check that generated files are up to date, in all
# modules. Prints the changes of the public API since the last tag, and fails if the version does not allow them.
check:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "not formatted:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet work
	$(STATICCHECK) work
	GOOS=linux GOARCH=386 $(GO) vet work
	$(GO) vet -tags tiny ./...
	@$(MAKE) --no-print-directory modules
	$(MAKE) --no-print-directory gen
	git diff --exit-code -- README.md docs categories NOTICE cmd/nfstream-full sink examples
	@for folder in $(MODULES); do $(GO) run ./internal/apichanges -C $$folder || exit 1; done

# Each module for itself, as those see it who import it: it builds without the workspace, and its go.mod is tidy.
modules:
	@for folder in $(MODULES); do \
		echo "GOWORK=off go build ./... && go mod tidy -diff # in $$folder"; \
		(cd $$folder && GOWORK=off $(GO) build ./... && GOWORK=off $(GO) mod tidy -diff) || exit 1; \
	done

# After a change of requirements.
tidy:
	@for folder in $(MODULES); do (cd $$folder && GOWORK=off $(GO) mod tidy) || exit 1; done
	$(GO) work sync

test:
	$(GO) test work

# Checks before a release: reproducible archives, sizes, and memory limits under floods. `make test` skips them.
maintain:
	NFSTREAM_MAINTAIN=1 $(GO) test ./internal/release ./internal/sizes ./bench/memory

# Known vulnerabilities of linked code, by Go's database.
VULNDB      ?= https://vuln.go.dev
GOVULNCHECK ?= $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -db $(VULNDB)
vulncheck:
	@for folder in $(MODULES); do echo "govulncheck -test ./... # in $$folder"; (cd $$folder && $(GOVULNCHECK) -test ./...) || exit 1; done

# The program for all targets. Those for Linux must be static.
cross:
	$(GO) run ./internal/release -cross

# Archives for all targets, checksums and a bill of materials, in dist: the same bytes on any machine.
release:
	$(GO) run ./internal/release -out dist

# The size of each package in the program, plain and tiny, the families of protocols among them, and a check of the bounds. Neither bound
# is for builds with a profile, which duplicates hot code.
SIZES = $(GO) run ./internal/sizes
TINY  = -tags tiny -pgo off
size:
	$(SIZES) -target linux/amd64
	$(SIZES) -target linux/amd64 $(TINY)
	@$(MAKE) --no-print-directory size-bounds

# The bounds in bytes, for each architecture: 9.5 MiB, 5 MiB and 26 MB.
PLAIN_BOUND = 9961472
TINY_BOUND  = 5242880
FULL_BOUND  = 26000000
size-bounds:
	$(SIZES) -most 0 -package ./cmd/nfstream-full -tags $(FULL_TAGS) -target linux/amd64 -bound $(FULL_BOUND)
	$(SIZES) -most 0 -package ./cmd/nfstream-full -tags $(FULL_TAGS) -target linux/arm64 -bound $(FULL_BOUND)
	$(SIZES) -most 0 -target linux/amd64 -pgo off -bound $(PLAIN_BOUND)
	$(SIZES) -most 0 -target linux/mipsle -pgo off -bound $(PLAIN_BOUND)
	$(SIZES) -most 0 -target linux/amd64 $(TINY) -bound $(TINY_BOUND)
	$(SIZES) -most 0 -target linux/mipsle $(TINY) -bound $(TINY_BOUND)

# Only the race detector needs a C compiler.
race:
	CGO_ENABLED=1 $(GO) test -race -short work

# Rewrite the golden rows of testdata. Review the diff before a commit.
golden:
	$(GO) test . -run TestGolden -update

# Each fuzz target for FUZZTIME.
fuzz: corpora
	@for package in $$($(GO) list work); do \
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
	$(GO) test -run '^$$' -bench . -benchmem work

# Benchmarks that became slower since the last commit, or since BASE. PKGS and BENCH select packages and benchmarks.
BASE  ?=
BENCH ?= .
PKGS  ?= ./...
COUNT ?= 6
bench-compare:
	$(GO) run ./bench/compare -base '$(BASE)' -bench '$(BENCH)' -count $(COUNT) $(PKGS)

# A baseline of this kind of machine. Commit it only from an idle machine.
bench-baseline:
	$(GO) run ./bench/compare -baseline bench/baseline -bench '$(BENCH)' -count $(COUNT) $(PKGS)

# Growth of costs with the amount of work: a table, a picture, and a failure if a cost grows faster.
GROWTH ?= growth.svg
bench-growth:
	$(GO) run ./bench/growth -o $(GROWTH)

# The profile for optimising the command, from all workloads. Renew it after large changes of the packet path. It
# excludes inspection, which gains nothing and would grow by 100 KB.
pgo:
	$(GO) test -run '^$$' -bench 'Pipeline/./dissect=off/workers=1$$' -benchtime 6s -cpuprofile cmd/nfstream/default.pgo -o $(if $(TMPDIR),$(TMPDIR),/tmp)/pgo.test .

# Generated documents.
gen:
	$(GO) generate work
	$(GO) run ./internal/release -notice nfstream > NOTICE.new && mv NOTICE.new NOTICE
	$(GO) run ./internal/release -notice nfstream-full > NOTICE.new && mv NOTICE.new cmd/nfstream-full/NOTICE

# Other architectures, emulated by Debian's qemu-user-static (386 runs natively). MACHINES is all, or a
# comma-separated list of mips, mipsle, arm5, 386, arm64, riscv64 and s390x.
MACHINES ?= all
EMULATE   = $(GO) run ./internal/emulate/run

# The packages that each packet and each row passes.
CORE = ./flowkey ./packet ./capture ./flow ./table ./l7 ./l7/wire ./internal/rows ./plugins/wavelet

# CI runs this: the rows of all captures in testdata must equal those of amd64, with each format and group of columns
# once; and short tests of the core.
qemu:
	$(EMULATE) rows -few -targets $(MACHINES)
	$(EMULATE) tests -short -targets $(MACHINES) $(CORE)

# All combinations, in about half an hour: each format with each group of columns, with one and two workers, and all
# tests.
qemu-full:
	$(EMULATE) rows -targets $(MACHINES)
	$(EMULATE) tests -targets $(MACHINES)

# Instructions per packet. Needs Debian's qemu-user, valgrind and gcc.
qemu-instructions:
	$(GO) run ./bench/instructions
