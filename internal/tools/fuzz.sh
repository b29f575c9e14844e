#!/usr/bin/env bash
# fuzz.sh DURATION: runs every fuzz target of the module, one after the other.
set -euo pipefail
# shellcheck source=env.sh
. "$(dirname "$0")/env.sh"
cd "$root"
ran=0
while read -r dir; do
	for target in $(grep -hoE '^func Fuzz[A-Za-z0-9_]*' "$dir"/*_test.go | awk '{print $2}'); do
		echo "fuzz: $dir $target for $1"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" "./$dir"
		ran=$((ran + 1))
	done
done < <(git ls-files '*_test.go' | xargs grep -lE '^func Fuzz' | xargs -r -n1 dirname | sort -u)
echo "fuzz: $ran targets"
[ "$ran" -gt 0 ]
