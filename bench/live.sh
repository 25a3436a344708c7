#!/usr/bin/env bash
# Replays a capture over a cable between two network namespaces as fast as it goes, or at a rate, and says how many of
# its packets each program took from the other end: nfstream with one worker and with two, tcpdump, and nfstream 6 with
# one meter where $VENV names a Python environment that has it. It needs root, iproute2, tcpreplay and tcpdump.
#
#   bench/live.sh CAPTURE [PACKETS-A-SECOND]
set -euo pipefail
capture=$(realpath "$1")
speed=(--topspeed)
[ -z "${2:-}" ] || speed=(--pps="$2")
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
here=nfsbench$$ there=nfsbench$$x

cleanup() {
  ip netns del "$here" 2>/dev/null || true
  ip netns del "$there" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

CGO_ENABLED=0 go build -C "$top" -trimpath -ldflags "-s -w" -o "$work/nfstream" ./cmd/nfstream
ip netns add "$here"
ip netns add "$there"
ip link add a0 netns "$there" type veth peer name b0 netns "$here"
for end in "$there a0" "$here b0"; do
  read -r ns name <<<"$end"
  ip netns exec "$ns" sysctl -qw net.ipv6.conf.all.disable_ipv6=1
  ip -n "$ns" link set "$name" mtu 9000 up
done
sleep 1

# measure NAME PROGRAM...: the program says at its end what it took.
measure() {
  local name=$1 pid
  shift
  ip netns exec "$here" "$@" >"$work/told" 2>"$work/said" &
  pid=$!
  sleep 4
  ip netns exec "$there" tcpreplay -q -K "${speed[@]}" -i a0 "$capture" >"$work/sent" 2>&1 || true
  sleep 3
  kill -INT "$pid"
  for _ in 1 2 3 4 5; do
    [ -n "$(ip netns pids "$here")" ] && sleep 1
  done
  ip netns pids "$here" | xargs -r kill -KILL
  wait "$pid" || true
  printf '%-12s sent %s\n' "$name" "$(grep -o 'Actual: [0-9]* packets' "$work/sent"), $(grep -o '[0-9.]* pps' "$work/sent")"
  { grep -E 'packets/s|captured|dropped' "$work/said" || tail -n 1 "$work/told"; } | sed 's/^/             /'
}

nfstream=("$work/nfstream" flows --statistics -o /dev/null)
measure nfstream "${nfstream[@]}" --workers 1 b0
measure nfstream-2 "${nfstream[@]}" --workers 2 b0
measure tcpdump tcpdump -i b0 -w /dev/null
[ -z "${VENV:-}" ] || measure nfstream6 "$VENV/bin/python" -u "$top/bench/live.py" b0
