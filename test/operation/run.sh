#!/bin/bash
# What an operator does with the server, done for real: make operation. The server is build/image; nginx.conf and the
# systemd unit are those of README.md. Everything is on free ports of the loopback interface and is ended at the end.
# Each line says what was tried and whether it went well; the status is 0 if all did. Files are in build/operation.
set -u
cd "$(dirname "$0")/../.." || exit 2
HERE=$PWD/test/operation
WORK=$PWD/build/operation
CHAT=$PWD/build/image/bin/chat
NAME=chat.example.org
WS=ws@8.23.0
DEADLINE=20
# Seconds, shorter than the defaults, in the same proportion: READ_TIMEOUT=60 PING_AFTER=30 for those
READ_TIMEOUT=${READ_TIMEOUT:-4}
PING_AFTER=${PING_AFTER:-2}
PATH=$PATH:/usr/sbin

failed=0
ok() {
    echo "✔ $1"
}
bad() {
    echo "✘ $1"
    [ $# -lt 2 ] || echo "$2" | sed 's/^/    /'
    failed=$((failed + 1))
}
# try WHAT COMMAND…: it succeeds
try() {
    local what=$1 output
    shift
    if output=$("$@" 2>&1); then ok "$what"; else bad "$what" "$output"; fi
}
# equal WHAT EXPECTED ACTUAL
equal() {
    if [ "$2" = "$3" ]; then ok "$1"; else bad "$1" "expected $2, not $3"; fi
}
# finds WHAT PATTERN FILE: within the deadline, as what is written may come a little later
finds() {
    for _ in $(seq $((DEADLINE * 10))); do
        LC_ALL=C grep -aqE "$2" "$3" && { ok "$1"; return; }
        sleep 0.1
    done
    bad "$1" "nothing like $2 in $3: $(tail -3 "$3")"
}

started=()
end() {
    local pid
    for pid in "${started[@]}"; do
        kill -TERM "$pid" 2>/dev/null
    done
    for pid in "${started[@]}"; do
        for _ in $(seq 50); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null
    done
}
trap end EXIT
trap 'exit 130' INT TERM

# serve FILE FLAG…: a server runs; its id is server, its address url, its log FILE.err
serve() {
    local file=$WORK/$1
    shift
    "$CHAT" --port 0 "$@" >"$file.out" 2>"$file.err" &
    server=$!
    started+=("$server")
    url=
    for _ in $(seq $((DEADLINE * 10))); do
        url=$(sed -n 's|^chat room at \([^ ]*\)/ .*|\1|p' "$file.out")
        [ -n "$url" ] && return
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    echo "the server doesn't start: $(cat "$file.err")" >&2
    exit 2
}

# behind URL FILE: nginx runs with README's configuration, in front of that server; its address is front
behind() {
    local folder=$WORK/$2 port
    mkdir -p "$folder"
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 12000))
        {
            echo "pid $folder/pid; error_log $folder/error.log; daemon off; worker_processes 1;"
            echo "events {} http { access_log off; proxy_read_timeout ${READ_TIMEOUT}s;"
            for path in client_body proxy fastcgi uwsgi scgi; do echo "${path}_temp_path $folder/$path;"; done
            fence nginx | sed "s|listen 443 |listen 127.0.0.1:$port |; s|http://127.0.0.1:9502|$1|
                s|/etc/ssl/chat.example.org.pem|$WORK/cert.pem|; s|/etc/ssl/chat.example.org.key|$WORK/key.pem|"
            echo '}'
        } >"$folder/nginx.conf"
        nginx -e "$folder/error.log" -p "$folder" -c "$folder/nginx.conf" 2>"$folder/stderr" &
        nginx=$!
        started+=("$nginx")
        front=$NAME:$port
        for _ in $(seq $((DEADLINE * 10))); do
            kill -0 "$nginx" 2>/dev/null || break
            [ "$(status "https://$front/healthz")" = 200 ] && return
            sleep 0.1
        done
        kill -QUIT "$nginx" 2>/dev/null
    done
    echo "nginx doesn't start: $(cat "$folder/stderr" "$folder/error.log")" >&2
    exit 2
}

# fence LANGUAGE: that block of README.md
fence() {
    sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" README.md | sed '1d;$d'
}

# get URL ARGUMENT…: with curl, which takes the certificate of this run and looks no name up; EXEC=exec to become it
get() {
    local to=$1 port=${1##*:}
    shift
    ${EXEC:-} curl --silent --show-error --max-time "$DEADLINE" --cacert "$WORK/cert.pem" \
        --resolve "$NAME:${port%%/*}:127.0.0.1" "$@" "$to"
}
# status URL ARGUMENT…
status() {
    get "$@" --output /dev/null --write-out '%{http_code}' 2>/dev/null
}
# What curl has to send for a WebSocket, as this version of it may not know ws://
UPGRADE=(--http1.1 --header 'Connection: Upgrade' --header 'Upgrade: websocket' --header 'Sec-WebSocket-Version: 13'
    --header 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==')
# listen URL FILE MEMBERS: curl is one of so many members, and writes all that comes into the file; its id is curl
listen() {
    EXEC=exec get "$1" --include --no-buffer "${UPGRADE[@]}" >"$2" 2>/dev/null &
    curl=$!
    started+=("$curl")
    for _ in $(seq $((DEADLINE * 10))); do
        get "$url/metrics" 2>/dev/null | grep -q "^chat_members $3\$" && return
        sleep 0.1
    done
}
# talk URL [ORIGIN [SILENCE]]: two members that are written with ws
talk() {
    NODE_PATH=$WORK/npm/node_modules NODE_EXTRA_CA_CERTS=$WORK/cert.pem node "$HERE/talk.js" "$@"
}

# What is needed

missing=
need() {
    command -v "$1" >/dev/null || missing="$missing $1 (Debian package $2)"
}
need nginx nginx
need promtool prometheus
need node nodejs
need npm npm
need curl curl
need openssl openssl
[ -z "$missing" ] || { echo "make operation needs$missing" >&2; exit 2; }
rm -rf "$WORK" && mkdir -p "$WORK/npm"
npm install --prefix "$WORK/npm" --no-audit --no-fund --ignore-scripts "$WS" >"$WORK/npm.log" 2>&1 || {
    echo "npm can't fetch $WS, see $WORK/npm.log" >&2
    exit 2
}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$NAME" \
    -addext "subjectAltName=DNS:$NAME,IP:127.0.0.1" -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>"$WORK/openssl.log"

# Clients

serve plain
try "$WS: two members talk, compressed, at ws" talk "${url/http/ws}/"
listen "$url/" "$WORK/curl.txt" 1
printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\x85\0\0\0\0Hello' |
    curl --silent --max-time 2 "telnet://${url#http://}" >"$WORK/telnet.txt" 2>/dev/null
finds 'curl says a text and hears it' 'from[0-9]+:Hello$' "$WORK/telnet.txt"
finds 'another curl was upgraded to a WebSocket' '^HTTP/1.1 101 ' "$WORK/curl.txt"
finds 'and hears it too' 'from[0-9]+:Hello$' "$WORK/curl.txt"

# Metrics

get "$url/metrics" >"$WORK/metrics.txt"
try 'promtool check metrics finds nothing to complain about' promtool check metrics <"$WORK/metrics.txt"
promtool check metrics <"$WORK/metrics.txt" >"$WORK/promtool.txt" 2>&1
equal 'and prints nothing' '' "$(cat "$WORK/promtool.txt")"
finds 'the metrics tell of the messages' '^chat_messages_received_total 5$' "$WORK/metrics.txt"
equal 'they are for this machine only' 403 "$(status "$url/metrics" --header 'X-Forwarded-For: 127.0.0.1')"

serve tls --tls-cert "$WORK/cert.pem" --tls-key "$WORK/key.pem" --allow-host "$NAME"
try "$WS: two members talk, compressed, at wss" talk "wss://$NAME:${url##*:}/" "https://$NAME:${url##*:}"
listen "https://$NAME:${url##*:}/" "$WORK/curl-tls.txt" 1
talk "wss://$NAME:${url##*:}/" >"$WORK/talk-tls.txt"
finds 'curl was upgraded to a WebSocket over TLS' '^HTTP/1.1 101 ' "$WORK/curl-tls.txt"
finds 'and hears what is said' 'from[0-9]+:short$' "$WORK/curl-tls.txt"
get "$url/metrics" >"$WORK/metrics-tls.txt"
finds 'the metrics tell of the handshakes' '^chat_tls_handshakes_total.*established.* [1-9]' "$WORK/metrics-tls.txt"

# Behind nginx

serve proxied --trust-proxy --allow-host "$NAME" --ping-after "$PING_AFTER" --drain 1
behind "$url" nginx
equal 'the page comes through nginx' 200 "$(status "https://$front/")"
try "two members talk through nginx, and again after a silence of twice its $READ_TIMEOUT s" \
    talk "wss://$front/" "https://$front" $((2 * READ_TIMEOUT))
equal 'a page of another site may not connect' 403 \
    "$(status "https://$front/" "${UPGRADE[@]}" --header 'Origin: https://evil.example')"
status "https://$front/nothing" --interface 127.0.0.7 --header 'X-Forwarded-For: 192.0.2.1' >/dev/null
finds "the log has the client's address, and not what it claims" ' refused 127\.0\.0\.7: 404' "$WORK/proxied.err"
equal 'the metrics are not for those who come through nginx' 403 "$(status "https://$front/metrics")"
listen "https://$front/" "$WORK/drained.txt" 1
kill -TERM "$server"
finds 'on SIGTERM a member gets a Close through nginx' 'going away' "$WORK/drained.txt"
wait "$server"
equal 'and the server ends well' 0 $?

serve silent --trust-proxy --allow-host "$NAME" --ping-after $((4 * READ_TIMEOUT))
behind "$url" impatient
if talk "wss://$front/" "https://$front" $((2 * READ_TIMEOUT)) >"$WORK/impatient.txt"; then
    bad 'without Pings in time nginx ends the connection: so the Pings were what kept it' 'it did not'
else
    ok 'without Pings in time nginx ends the connection: so the Pings were what kept it'
fi

# systemd

fence ini >"$WORK/readme.service"
sed "s|/opt/chat/bin/chat|$CHAT|" "$WORK/readme.service" >"$WORK/chat.service"
if command -v systemd-analyze >/dev/null; then
    systemd-analyze verify "$WORK/chat.service" >"$WORK/verify.txt" 2>&1
    equal 'systemd-analyze verify: status' 0 $?
    equal 'systemd-analyze verify: complaints' '' "$(grep -F chat.service "$WORK/verify.txt")"
else
    echo '- systemd-analyze is not here: the unit was not verified'
fi
setting() {
    sed -n "s/^$1=//p" "$WORK/readme.service"
}
flags=$(setting ExecStart)
flags=${flags#* }
drain=$(sed -n 's/.*--drain \([0-9]*\).*/\1/p' <<<"$flags")
try 'TimeoutStopSec is longer than --drain and --close-timeout' [ "$(setting TimeoutStopSec)" -gt $((drain + 5)) ]
# shellcheck disable=SC2086
serve unit $flags
equal 'the server starts with the flags of the unit' 200 "$(status "$url/healthz")"
kill -TERM "$server"
wait "$server"
equal 'and ends with status 0 on SIGTERM' 0 $?

[ "$failed" -eq 0 ] || { echo "$failed failed; files are in $WORK"; exit 1; }
