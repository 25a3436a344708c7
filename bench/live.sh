#!/usr/bin/env bash
# Has the packets of a capture arrive at one end of a cable in a network namespace, at each of some rates and as fast as
# it goes, and says how many of them each program took and lost: nfstream with one worker and with two, tcpdump, and
# nfstream 6 with one meter where $VENV names a Python environment that has it. Sender and receiver have a core each where
# there are two. It needs root, iproute2 and tcpdump, and Linux 5.18.
#
#   bench/live.sh CAPTURE [PACKETS-A-SECOND...]
#
# $PACKETS is how many to send (default 2000000), $RUNS how often (1), and $ONLY the programs, separated by spaces.
set -euo pipefail
capture=$(realpath "$1")
shift
rates=("$@" 0)
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
net=nfsbench$$

cleanup() {
  ip netns del "$net" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

export CGO_ENABLED=0
go build -C "$top" -trimpath -ldflags "-s -w" -o "$work/nfstream" ./cmd/nfstream
go build -C "$top" -o "$work/send" ./bench/send
ip netns add "$net"
ip -n "$net" link add a0 type veth peer name b0
ip netns exec "$net" sysctl -qw net.ipv6.conf.all.disable_ipv6=1
for end in a0 b0; do ip -n "$net" link set "$end" up; done
first=() second=()
[ "$(nproc)" = 1 ] || first=(taskset -c 0) second=(taskset -c 1)

# measure NAME PROGRAM...: runs the program while packets arrive; it says at its end what it took.
measure() {
  local name=$1 pid
  shift
  ip netns exec "$net" "$@" >"$work/told" 2>"$work/said" &
  pid=$!
  sleep 4
  printf '%-12s %s\n' "$name" \
    "$(ip netns exec "$net" "${first[@]}" "$work/send" -i b0 -rate "$rate" -packets "${PACKETS:-2000000}" "$capture")"
  sleep 3
  kill -INT "$pid"
  for _ in 1 2 3 4 5; do
    [ -n "$(ip netns pids "$net")" ] && sleep 1
  done
  ip netns pids "$net" | xargs -r kill -KILL
  wait "$pid" || true
  { grep -E 'packets/s|captured|dropped' "$work/said" || tail -n 1 "$work/told"; } | sed 's/^/             /'
}

nfstream=("$work/nfstream" flows --statistics -o /dev/null)
for rate in "${rates[@]}"; do
  for _ in $(seq "${RUNS:-1}"); do
    for program in ${ONLY:-nfstream nfstream-2 tcpdump nfstream6}; do
      case $program in
      nfstream) measure nfstream "${second[@]}" "${nfstream[@]}" --workers 1 b0 ;;
      nfstream-2) measure nfstream-2 "${nfstream[@]}" --workers 2 b0 ;;
      tcpdump) measure tcpdump "${second[@]}" tcpdump -i b0 -w /dev/null ;;
      nfstream6) [ -z "${VENV:-}" ] || measure nfstream6 "$VENV/bin/python" -u "$top/bench/live.py" b0 ;;
      esac
    done
  done
done
