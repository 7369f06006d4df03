# Gongzhi: everything is built, run and tested from here. `make help` lists the targets.
# Needs only Go 1.26, Node 20, make and git; the rest is fetched by the targets that need it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

# The usual place of Go, for shells that have not got it on their PATH; ours first so that generators find the pinned tools.
export PATH := $(CURDIR)/.cache/tools/bin:$(PATH):/usr/local/go/bin
export GOTOOLCHAIN := local
export GOFLAGS := -buildvcs=false
export GOWORK := off
# One static binary and one build cache, whether or not a C compiler is there.
export CGO_ENABLED := 0
export npm_config_update_notifier := false
export npm_config_fund := false
export npm_config_audit := false

# Without a home to write to, all caches stay in the checkout.
ifneq ($(shell test -w "$${HOME:-}" && echo yes),yes)
export HOME := $(CURDIR)/.cache/home
endif

BINARY := bin/gongzhi
TOOLS  := .cache/tools/bin
PAGE_SOURCES = $(shell find frontend -type f \( -path frontend/package.json -o -path frontend/package-lock.json \
  -o -name '*.scss' -o -name '*.css' -o -name '*.ts' -o -name '*.mjs' -o -name '*.js' -o -name 'tsconfig*.json' -o -name '*.svg' \) \
  -not -path 'frontend/node_modules/*' -not -path 'frontend/dist/*')

##@ Everyday

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z][a-z0-9-]*:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

.PHONY: build
build: prereqs pages ## build bin/gongzhi with its pages inside
	@tools/compile.sh $(BINARY)

.PHONY: run
run: build ## build, then serve the demonstration (ADDR=127.0.0.1:8080, DATA=folder)
	@exec $(BINARY) serve --demo $(if $(ADDR),--addr '$(ADDR)') $(if $(DATA),--data '$(DATA)')

.PHONY: test
test: prereqs ## install what the tests need and run them all (ends with "N passed, N failed")
	@tools/test.sh go e2e

.PHONY: check
check: prereqs check-format vet lint lint-compose check-generated test ## everything that must hold before a merge (HTML is validated by the browser tests)

.PHONY: fmt
fmt: ## format all Go files
	@gofmt -w $$(tools/gofiles.sh)

.PHONY: clean
clean: ## remove what was built (data of `make run` and the tools stay)
	rm -rf bin .cache/test e2e/screenshots frontend/node_modules e2e/node_modules
	find frontend/dist -mindepth 1 -not -name placeholder.txt -delete 2>/dev/null || true

##@ Measurements (docs/performance.md)

.PHONY: bench
bench: prereqs pages ## how close the main job runs to what the machine allows, all of it (an hour; BENCH="filing feed" for a part)
	@cd bench && go run . $(or $(BENCH),all) $(BENCH_FLAGS)

.PHONY: bench-fast
bench-fast: prereqs pages ## the same with small sizes and short rounds, judged at 0.8 of each goal
	@cd bench && go run . $(or $(BENCH),all) -fast $(BENCH_FLAGS)

.PHONY: test-bench
test-bench: prereqs ## test of the measuring program itself
	@cd bench && go vet . && go test .

##@ Parts

.PHONY: test-go
test-go: prereqs pages ## Go tests only
	@tools/test.sh go

.PHONY: test-ledger-foreign
test-ledger-foreign: prereqs ## only: verifiers that are not ours accept the public log and refuse a tampered one
	@cd ledger/foreign && go test ./...

.PHONY: test-e2e
test-e2e: prereqs ## browser tests only, against the built binary
	@tools/test.sh e2e

.PHONY: soak
soak: prereqs ## every fault of docs/reliability.md, as one table; about 25 minutes (SOAK=900 seconds, ONLY=kills,redis SEED=n)
	@go run ./soak $(if $(SOAK),-seconds '$(SOAK)') $(if $(ONLY),-only '$(ONLY)') $(if $(SEED),-seed '$(SEED)')

.PHONY: pages
pages: frontend/dist/.built ## styles and scripts into frontend/dist
	@true

.PHONY: generate
generate: prereqs $(TOOLS)/sqlc $(TOOLS)/oapi-codegen ## regenerate code from SQL, openapi.yaml and the tables in the code
	@tools/generate.sh

.PHONY: check-generated
check-generated: prereqs $(TOOLS)/sqlc $(TOOLS)/oapi-codegen ## fail when generated code is not what the sources give
	@tools/generate.sh --check

.PHONY: check-format
check-format: ## fail when a Go file is not formatted
	@files=$$(gofmt -l $$(tools/gofiles.sh)); [ -z "$$files" ] || { printf 'not formatted (make fmt):\n%s\n' "$$files" >&2; exit 1; }

.PHONY: vet
vet: prereqs ## go vet
	go vet ./...

.PHONY: lint
lint: prereqs $(TOOLS)/golangci-lint ## golangci-lint with .golangci.yml
	$(TOOLS)/golangci-lint run ./...

.PHONY: lint-compose
lint-compose: e2e/node_modules/.package-lock.json ## dclint over docker-compose.yml
	e2e/node_modules/.bin/dclint --max-warnings 0 docker-compose.yml

.PHONY: tools
tools: $(addprefix $(TOOLS)/,oapi-codegen sqlc gotestsum golangci-lint) ## build the pinned tools into .cache/tools/bin (minutes, once)

.PHONY: prereqs
prereqs:
	@tools/prereqs.sh

.PHONY: e2e-deps
e2e-deps: e2e/node_modules/.package-lock.json
	@tools/browser.sh

# --- files -------------------------------------------------------------------------------------------------------

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	@echo 'pages: installing npm packages'
	@cd frontend && npm ci --no-progress --loglevel=error
	@touch $@

frontend/dist/.built: frontend/node_modules/.package-lock.json $(PAGE_SOURCES)
	@echo 'pages: building styles and scripts'
	@cd frontend && npm run --silent build
	@touch $@

e2e/node_modules/.package-lock.json: e2e/package.json e2e/package-lock.json
	@echo 'e2e: installing npm packages'
	@cd e2e && npm ci --no-progress --ignore-scripts --loglevel=error
	@touch $@

$(TOOLS)/%: tools/go.mod tools/go.sum
	@echo 'tools: building $* (once; up to two minutes)'
	@mkdir -p $(@D) && cd tools && go build -o ../$@ $$(go list -f '{{.ImportPath}}' tool | grep -E '/$*(/v[0-9]+)?$$')
