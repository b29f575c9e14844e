#!/usr/bin/env bash
# npm.sh ARGUMENT...: npm in web/ui, with a time limit. `npm.sh ci` does
# nothing when node_modules is as the lock file says.
set -euo pipefail
# shellcheck source=env.sh
. "$(dirname "$0")/env.sh"
cd "$root/web/ui"
export npm_config_update_notifier=false
stamp=node_modules/.khaothi-lock
if [ "${1:-}" = ci ]; then
	cmp -s package-lock.json "$stamp" && exit 0
	timeout 600 npm ci --no-audit --no-fund >&2
	cp package-lock.json "$stamp"
	exit 0
fi
exec timeout 1200 npm "$@"
