# Khảo thí. `make` alone prints this help.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

# A bare environment has neither Go on PATH nor a HOME.
export PATH := $(PATH):/usr/local/go/bin:/usr/local/sbin:/usr/sbin:/sbin
ifeq ($(HOME),)
export HOME := $(CURDIR)/.cache/home
endif

T        := internal/tools
UI       := web/ui
NPM      := $(T)/npm.sh
TOOL     := go tool -modfile=$(T)/go.mod
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
GO_BUILD := go build -buildvcs=false -ldflags "-X main.version=$(VERSION)"
GO_TEST  := go test -timeout 15m
UI_FILES := $(shell find $(UI) -path $(UI)/node_modules -prune -o -path $(UI)/dist -prune -o -path $(UI)/e2e -prune -o -type f -print 2>/dev/null)

# Arguments for the program: make demo ARGS="--addr :9000", make load ARGS="--students 5000".
ARGS ?=

##@ Run it
.PHONY: demo build dev setup
demo: setup build ## a province in the browser; installs what is missing
	bin/khaothi demo $(ARGS)

build: tmp/ui.built ## bin/khaothi with the front end inside
	@mkdir -p bin
	$(GO_BUILD) -o bin/khaothi ./cmd/khaothi

dev: setup build ## the demo, with the front end rebuilt and served from disk on every change
	@$(NPM) exec -- vite build --watch & trap "kill $$!" EXIT; bin/khaothi demo --ui-dir web/ui/dist $(ARGS)

setup: ## check Go and Node; install PostgreSQL and Redis if missing
	@$(T)/setup.sh demo

##@ Test it
.PHONY: test test-setup test-go test-ui e2e fuzz bench load faults soak accuracy check-shared
test: test-setup test-go test-ui e2e ## Go with the race detector, front end, real browser

test-setup:
	@$(T)/setup.sh test

test-go: test-setup tmp/ui.built
	@mkdir -p tmp/test
	@$(GO_TEST) -race -json ./... 2>&1 | tee tmp/test/go.json | go run ./internal/testcount show

test-ui: tmp/npm.ci
	@mkdir -p tmp/test
	$(NPM) run typecheck
	@$(NPM) test 2>&1 | tee tmp/test/ui.log

e2e: test-setup build ## the browser tests alone
	@mkdir -p tmp/test
	@$(NPM) run e2e 2>&1 | tee tmp/test/e2e.log

fuzz: ## every fuzz target for FUZZTIME (20s)
	@$(T)/fuzz.sh $(or $(FUZZTIME),20s)

bench: ## Go benchmarks
	go test -run '^$$' -bench . -benchmem ./...

load: setup build ## 1,000 simulated candidates, then the same with Redis and the node killed
	bin/khaothi loadtest --students 1000 --rate 500 --duration 30s --echo --json $(ARGS)
	bin/khaothi loadtest --students 1000 --rate 500 --duration 30s --fault redis-kill --json $(ARGS)
	bin/khaothi loadtest --students 1000 --rate 500 --duration 30s --fault node-kill --json $(ARGS)

faults: setup build ## 5,000 candidates while each part is killed, cut off or wiped, and a control that must lose
	@$(T)/faults.sh $(ARGS)

soak: setup build ## 5,000 candidates for SOAK (20m): nothing lost, memory flat to 5 %
	bin/khaothi loadtest --students 5000 --rate 1000 --duration $(or $(SOAK),20m) --soak --json $(ARGS)

accuracy: ## numbers against published or independent ones: tests named TestAccuracy…
	@mkdir -p tmp/test
	@$(GO_TEST) -count=1 -tags accuracy -run '^TestAccuracy' -json ./... | tee tmp/test/accuracy.json | go run ./internal/testcount show
	@go run ./internal/testcount sum tmp/test/accuracy.json

check-shared: ## tests named TestShared… on the sample files in SHARED=DIR
	@[ -n "$(SHARED)" ] && [ -d "$(SHARED)" ] || { echo "check-shared: say SHARED=DIR, a folder that exists (is: '$(SHARED)')" >&2; exit 1; }
	@mkdir -p tmp/test
	@KHAOTHI_SHARED="$(abspath $(SHARED))" $(GO_TEST) -count=1 -tags shared -run '^TestShared' -json ./... | tee tmp/test/shared.json | go run ./internal/testcount show
	@go run ./internal/testcount sum tmp/test/shared.json

##@ Work on it
.PHONY: ui generate verify fmt lint schema clean help
ui: tmp/npm.ci ## build the front end
	@rm -f tmp/ui.built
	@$(MAKE) tmp/ui.built

generate: tmp/npm.ci ## everything that is made from something else
	go generate ./...
	$(NPM) run generate

verify: ## fail when generate, schema or fmt would change a file
	@$(T)/verify.sh

fmt: tmp/npm.ci ## format Go and TypeScript
	$(TOOL) golangci-lint fmt ./...
	$(NPM) run format

lint: tmp/npm.ci ## golangci-lint, eslint, prettier
	$(TOOL) golangci-lint run ./...
	$(NPM) run lint
	$(NPM) run format:check

schema: ## dump the migrated schema to internal/pgdb/schema.sql
	go test -count=1 -run '^TestSchema' ./internal/pgdb -update

clean: ## remove what was built
	rm -rf bin tmp $(UI)/dist/assets $(UI)/dist/.vite $(UI)/node_modules

help:
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*##/ {printf "  make %-14s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The front end: once installed and built, only again when a file changed.
tmp/npm.ci: $(UI)/package-lock.json
	@mkdir -p tmp
	@$(NPM) ci
	@touch $@

tmp/ui.built: tmp/npm.ci $(UI_FILES)
	@$(NPM) run build
	@touch $@
