#!/usr/bin/env bash
# verify.sh: makes everything anew that is made from something else and fails
# when a file of the tree changes by it. Other changes of the tree do not matter.
set -euo pipefail
# shellcheck source=env.sh
. "$(dirname "$0")/env.sh"
cd "$root"
state() {
	git status --porcelain --untracked-files=all
	git diff
	git ls-files --others --exclude-standard -z | xargs -0 -r sha256sum
}
before=$(mktemp) after=$(mktemp)
trap 'rm -f "$before" "$after"' EXIT
state >"$before"
make generate schema
state >"$after"
if ! diff -u "$before" "$after" >&2; then
	echo "verify: these files are not what make generate schema writes; run it and commit the result" >&2
	exit 1
fi
go mod verify >/dev/null
echo "verify: nothing changed"
