#!/usr/bin/env bash
# apt-install.sh PACKAGE...: installs Debian packages as root in one call and
# keeps the services that they bring from starting, now and at the next boot.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
policy=/usr/sbin/policy-rc.d

# One at a time: two runs must not take each other's policy file for the old one.
mkdir -p /run/lock
exec 9>/run/lock/khaothi-setup.lock
flock 9

saved=
restore() {
	if [ -n "$saved" ]; then
		mv -f "$saved" "$policy"
	else
		rm -f "$policy"
	fi
}
if [ -e "$policy" ]; then
	saved=$policy.khaothi-saved
	cp -a "$policy" "$saved"
fi
trap restore EXIT
trap 'exit 1' INT TERM
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

# Ubuntu has Chromium under another name.
packages=()
apt-get update -qq -o DPkg::Lock::Timeout=120 || echo "setup: apt-get update did not go through, going on with the old lists" >&2
for p in "$@"; do
	if [ "$p" = chromium ] && ! apt-cache show chromium >/dev/null 2>&1; then
		p=chromium-browser
	fi
	packages+=("$p")
done

apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "${packages[@]}" >&2 9>&-

if [ -d /run/systemd/system ]; then
	for unit in postgresql redis-server; do
		case " ${packages[*]} " in
		*" $unit "*) systemctl disable --quiet "$unit" || echo "setup: $unit stays enabled for the next boot" >&2 ;;
		esac
	done
fi
