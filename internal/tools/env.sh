# Sourced by the scripts of this folder and by .ci/run: makes Go and npm work
# in an environment that has neither a PATH to Go nor a HOME.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

case ":$PATH:" in
*:/usr/local/go/bin:*) ;;
*) PATH=$PATH:/usr/local/go/bin ;;
esac
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH

if [ -z "${HOME:-}" ] || [ ! -w "${HOME:-/nonexistent}" ]; then
	export HOME="$root/.cache/home"
	mkdir -p "$HOME"
fi
