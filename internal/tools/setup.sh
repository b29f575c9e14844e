#!/usr/bin/env bash
# setup.sh demo|test: checks Go, Node and make, and installs the system
# packages that are missing. With everything in place it takes a few
# milliseconds and needs neither root nor the network.
set -euo pipefail
# shellcheck source=env.sh
. "$(dirname "$0")/env.sh"
want=${1:?usage: setup.sh demo|test}

say() { printf 'setup: %s\n' "$*" >&2; }
die() {
	say "$*"
	exit 1
}

# at_least HAVE WANT: version HAVE is WANT or later.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

check_go() {
	command -v go >/dev/null || die "Go is missing. Install Go 1.25 or later (https://go.dev/dl) and put it on PATH."
	local v
	v=$(cd / && GOTOOLCHAIN=local go env GOVERSION)
	at_least "${v#go}" 1.25 || die "Go ${v#go} is too old: Go 1.25 or later is needed (https://go.dev/dl)."
}

check_node() {
	command -v node >/dev/null || die "Node.js is missing. Install Node 20.19 or later (https://nodejs.org) and put it on PATH."
	command -v npm >/dev/null || die "npm is missing. It comes with Node.js from https://nodejs.org; on Debian it is the package npm."
	local v
	v=$(node --version)
	at_least "${v#v}" 20.19 || die "Node ${v#v} is too old: Node 20.19 or later is needed (https://nodejs.org)."
}

# postgres_ok and redis_ok look for server binaries, on PATH or where Debian
# puts them, of a version that is new enough.
postgres_ok() {
	local bin
	for bin in /usr/lib/postgresql/*/bin/postgres "$(command -v postgres || true)"; do
		[ -x "$bin" ] && [ -x "$(dirname "$bin")/initdb" ] || continue
		at_least "$("$bin" --version | grep -oE '[0-9]+(\.[0-9]+)?' | head -n 1)" 15 && return 0
	done
	return 1
}

redis_ok() {
	local bin
	bin=$(command -v redis-server) || return 1
	at_least "$("$bin" --version | sed -E 's/.*v=([0-9.]+).*/\1/')" 7
}

chromium_ok() {
	local name
	for name in chromium chromium-browser google-chrome google-chrome-stable; do
		command -v "$name" >/dev/null && return 0
	done
	return 1
}

font_ok() { [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || [ -d /usr/share/fonts/truetype/noto ]; }

check_go
check_node

missing=()
postgres_ok || missing+=(postgresql)
redis_ok || missing+=(redis-server)
if [ "$want" = test ]; then
	chromium_ok || missing+=(chromium)
	font_ok || missing+=(fonts-dejavu-core fonts-noto-core)
	command -v gcc >/dev/null || missing+=(gcc libc6-dev) # the race detector is linked by it
	command -v pdftotext >/dev/null || missing+=(poppler-utils) # reads what we print back
fi
[ ${#missing[@]} -eq 0 ] && exit 0

command -v apt-get >/dev/null ||
	die "missing: ${missing[*]}. This machine has no apt-get: install PostgreSQL 15 or later, Redis 7 or later$([ "$want" = test ] && echo ', Chromium') by its own package manager, then try again."

asroot=()
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || die "missing: ${missing[*]}. Run as root once: apt-get install --no-install-recommends ${missing[*]}"
	asroot=(sudo)
fi
say "installing ${missing[*]} (their system services are not started)"
"${asroot[@]}" bash "$root/internal/tools/apt-install.sh" "${missing[@]}"

postgres_ok || die "PostgreSQL 15 or later is still missing after the installation. Debian 12 and Ubuntu 24.04 have it."
redis_ok || die "Redis 7 or later is still missing after the installation. Debian 12 and Ubuntu 24.04 have it."
if [ "$want" = test ]; then
	chromium_ok || die "Chromium is still missing after the installation: the browser tests need it. Install Chromium or Google Chrome."
fi
