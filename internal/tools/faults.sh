#!/usr/bin/env bash
# Every fault of the servers under FAULT_STUDENTS candidates, then the control of
# the power cut, which must find lost answers. Each run's JSON stands in
# tmp/faults. Arguments are passed on to each run.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p tmp/faults
students=${FAULT_STUDENTS:-5000} rate=${FAULT_RATE:-500}
failed=0

# run NAME EXIT FLAGS…: EXIT is the exit code that is right.
run() {
	local name=$1 want=$2 got=0
	shift 2
	echo "== $name: $*" >&2
	bin/khaothi loadtest --students "$students" --rate "$rate" --json "$@" >"tmp/faults/$name.json" 2>"tmp/faults/$name.log" || got=$?
	cat "tmp/faults/$name.json"
	if [ "$got" != "$want" ]; then
		echo "$name: exit code $got, want $want; see tmp/faults/$name.log" >&2
		failed=1
	fi
}

run redis-kill 0 --fault redis-kill --duration 40s "$@"
run redis-wipe 0 --fault redis-wipe --duration 40s "$@"
run node-kill 0 --fault node-kill --nodes 2 --duration 50s "$@"
run node-kill-alone 0 --fault node-kill --duration 40s "$@"
run postgres-kill 0 --fault postgres-kill --fault-at 15s --duration 110s "$@"
run net-drop 0 --fault net-drop --duration 50s "$@"
run cluster-master 0 --fault redis-kill --redis cluster --duration 50s "$@"
run cluster-master-wait 0 --fault redis-kill --redis cluster --redis-wait 1 --duration 50s "$@"
run power-cut 0 --fault power-cut --duration 50s "$@"
run power-cut-deadline 0 --fault power-cut --fault-at -1s --duration 30s "$@"
run power-cut-everysec 2 --fault power-cut --appendfsync everysec --duration 40s "$@"
exit "$failed"
