#!/usr/bin/env bash
# make bench-peers: the same load on this room, on a server in C, and on Bun, one after the other. Each server is on the
# first core, the load on the second. ONLY=epoll for one of them; the settings of make bench apply to all.
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=build/bench-peers
mkdir -p "$folder"

need() {
    command -v "$1" >/dev/null || { echo "needs $1 ($2)" >&2; exit 2; }
}

start() { # start NAME COMMAND...: leaves its address in $url and its process in $pid
    local name=$1
    shift
    rm -f "$folder/$name.out"
    taskset -c 0 "$@" >"$folder/$name.out" 2>"$folder/$name.err" &
    pid=$!
    for _ in $(seq 100); do
        url=$(sed -n 's|.* at \(ws://[^ ]*\)|\1|p' "$folder/$name.out")
        [ -z "$url" ] || return 0
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    echo "$name did not start" >&2
    cat "$folder/$name.err" >&2
    exit 1
}

measure() { # measure NAME COMMAND...
    [ -z "${ONLY:-}" ] || [ "$ONLY" = "$1" ] || return 0
    start "$@"
    echo "== $1"
    make --no-print-directory bench FLOOR=0 URL="$url" PID="$pid" "${settings[@]}" || status=1
    kill "$pid"
    wait "$pid" 2>/dev/null || true
}

settings=("$@")
status=0
trap '[ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true' EXIT
need taskset util-linux
if [ -z "${ONLY:-}" ] || [ "$ONLY" = room ]; then
    echo '== room'
    make --no-print-directory bench FLOOR=0 "${settings[@]}" || status=1
fi
if [ -z "${ONLY:-}" ] || [ "$ONLY" = epoll ]; then
    need cc gcc
    cc -O2 -o "$folder/epoll" test/bench/peers/epoll.c
    measure epoll "$folder/epoll"
fi
if [ -z "${ONLY:-}" ] || [ "$ONLY" = bun ]; then
    if [ ! -d "$folder/node_modules/@oven" ]; then
        need npm npm
        npm --silent --prefix "$folder" install --ignore-scripts bun@1.4.5
    fi
    measure bun "$(echo "$folder"/node_modules/@oven/*/bin/bun)" test/bench/peers/bun.ts
fi
exit "$status"
