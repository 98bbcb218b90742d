#!/bin/bash
# Tests servers that others wrote: test/peers/run.sh [name…]. Each is a process of its own on a free port of the
# loopback interface and is ended when it has been tested. Packages are fetched once, into .cache/peers, by the clients
# that are there: mvn, npm, apt-get. A server that can't be had is reported and left out. ARGS are the suite's options,
# JAVA the java, SUITE_JVM its options for the suite. The results are in build/peers: a JSON file for each, and all of
# them side by side in compare.html. RESULTS.md has them in words: of a run of all servers test/peers/RESULTS.md, of
# some build/peers/RESULTS.md. RESUME=1 goes on after a run that was interrupted: what has a result is not tested again.
set -u
cd "$(dirname "$0")/../.." || exit 2
HERE=test/peers
CACHE=$PWD/.cache/peers
RESULTS=build/peers
JAVA=${JAVA:-java}
KEY=$CACHE/key.p12
PASSWORD=$CACHE/password
START_SECONDS=30

# fetch FOLDER KIND PACKAGE…
fetch() {
    local folder=$1 kind=$2
    shift 2
    [ "$(cat "$folder/packages" 2>/dev/null)" = "$*" ] && return
    rm -rf "$folder" && mkdir -p "$folder" || return
    "fetch_$kind" "$folder" "$@" >"$folder/log" 2>&1 && echo "$*" >"$folder/packages"
}

fetch_own() {
    :
}

fetch_npm() {
    local folder=$1
    shift
    npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts "$@"
}

fetch_maven() {
    local folder=$1 group artifact version
    shift
    {
        echo '<project><modelVersion>4.0.0</modelVersion>'
        echo '<groupId>peers</groupId><artifactId>peer</artifactId><version>1</version><dependencies>'
        while IFS=: read -r group artifact version; do
            echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId>"
            echo "<version>$version</version></dependency>"
        done <<<"$(printf '%s\n' "$@")"
        echo '</dependencies></project>'
    } >"$folder/pom.xml"
    mvn -q -B -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
        -DoutputDirectory="$folder/lib" -DincludeScope=runtime
}

# Unpacked beside the system, not into it: that needs no root.
fetch_debian() {
    local folder=$1 file
    shift
    (cd "$folder" && apt-get download "$@") || return
    for file in "$folder"/*.deb; do
        dpkg-deb -x "$file" "$folder/root" || return
    done
}

# version FOLDER KIND PACKAGE…: of the first package
version() {
    case $2 in
    own) echo "of this project" ;;
    debian) dpkg-deb -f "$1/$3"_*.deb Version ;;
    *) echo "${3##*[:@]}" ;;
    esac
}

# http FOLDER NAME: the HTTP server in front of a library, with its version
http() {
    case $2 in
    Node.js) echo "Node.js $(node -p process.versions.node)" ;;
    Grizzly) basename "$1"/lib/grizzly-http-server-[0-9]*.jar .jar | sed 's/.*-/Grizzly /' ;;
    h11) echo "h11 $(dpkg-deb -f "$1"/python3-h11_*.deb Version)" ;;
    esac
}

# launch FOLDER PROGRAM [KEY]: becomes the server
launch() {
    local folder=$1 program=$HERE/$2
    shift 2
    case $program in
    */chat.Main) exec "$JAVA" -cp build/main chat.Main --port 0 --echo \
        ${1:+--tls "$1" --tls-password-file "$PASSWORD"} ;;
    *.ts) DO_NOT_TRACK=1 exec "$folder"/node_modules/@oven/*/bin/bun "$program" ;;
    *.js) NODE_PATH=$folder/node_modules exec node "$program" "$@" ;;
    *.java) exec "$JAVA" -Xmx3g -cp "$folder/lib/*" "$program" "$@" ;;
    *.py) PYTHONPATH=$folder/root/usr/lib/python3/dist-packages exec /usr/bin/python3 "$program" ;;
    esac
}

server=
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null
        wait "$server" 2>/dev/null
    fi
    server=
}
trap stop EXIT

# start NAME FOLDER PROGRAM [KEY]: the server runs, and url is its address; empty if it doesn't
start() {
    local name=$1 line
    shift
    url=
    : >"$RESULTS/$name.out"
    launch "$@" >"$RESULTS/$name.out" 2>"$RESULTS/$name.err" &
    server=$!
    for _ in $(seq $((START_SECONDS * 10))); do
        line=$(sed -n 's/^echo at //; /^wss*:/{p;q;}' "$RESULTS/$name.out")
        case $line in ws*) url=$line; return ;; esac
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    stop
    return 1
}

# peer NAME TITLE PROGRAM KIND SKIPPED HTTP PACKAGE…
peer() {
    local name=$1 title=$2 program=$3 kind=$4 skipped=${5#-} http=${6#-} folder=$CACHE/${1%-tls} url= key= jobs args=()
    shift 6
    if ! fetch "$folder" "$kind" "$@"; then
        missing+=("$title could not be fetched.")
        printf '%-16s could not be fetched, see %s\n' "$name" "$folder/log"
        return
    fi
    title="$title $(version "$folder" "$kind" "$@")"
    [ "$name" = "${name%-tls}" ] || { key=$KEY; title="$title over TLS"; }
    args=(--name "$title" --insecure --json "$RESULTS/$name.json")
    [ "${name%-tls}" != chat ] || args+=(--subprotocol chat)
    [ -z "$skipped" ] || args+=(--skip "$skipped")
    [ -z "$http" ] || args+=(--http "$(http "$folder" "$http")")
    if [ -n "${RESUME:-}" ] && [ -f "$RESULTS/$name.json" ]; then
        tested+=("$RESULTS/$name.json")
        [ -z "$skipped" ] || left_out+=("$title was tested without $skipped, which ends it.")
        printf '%-34s as before\n' "$title"
        return
    fi
    # A server that is gone in the middle is tried once more, with fewer connections at once: it may have been busy.
    for jobs in "" "--jobs 4"; do
        start "$name" "$folder" "$program" $key || break
        rm -f "$RESULTS/$name.json"
        # shellcheck disable=SC2086
        "$JAVA" ${SUITE_JVM:-} -cp build/main conformance.Main ${ARGS:-} $jobs "${args[@]}" "$url" \
            >"$RESULTS/$name.txt" 2>&1
        [ $? -le 2 ] || rm -f "$RESULTS/$name.json" # interrupted: it has only a part, which RESUME must not take
        stop
        grep -q '^  "gone": "' "$RESULTS/$name.json" 2>/dev/null || break
    done
    if [ -z "$url" ]; then
        missing+=("$title does not start.")
        printf '%-16s does not start, see %s\n' "$name" "$RESULTS/$name.err"
        return
    fi
    if [ -f "$RESULTS/$name.json" ]; then
        tested+=("$RESULTS/$name.json")
        [ -z "$skipped" ] || left_out+=("$title was tested without $skipped, which ends it.")
    else
        missing+=("$title: $(tail -1 "$RESULTS/$name.txt").")
    fi
    printf '%-34s %s\n' "$title" \
        "$(grep -a '^[^ ] [0-9]* cases*:' "$RESULTS/$name.txt" || tail -1 "$RESULTS/$name.txt")"
}

# results: RESULTS.md, but for the tables
results() {
    local command="make peers${ARGS:+ ARGS='$ARGS'}" java
    java=$("$JAVA" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
    cat <<END
# Other servers

Written by \`$command\` on $(date -u +%F) with Java $java; not by hand.

Each server is a few lines of program in this folder, with the library's defaults but for limits on the size of
messages, which are raised, and compression, which is switched on where there is a switch. Those of Debian 12 may be
old.

**How to read it.** The numbers count cases, not faults: one fault can fail fifty cases. A row of the tables below is
a requirement, its level, and words of the sentence of the RFC that it rests on; the link leads to the text. It claims
that in these cases the server did otherwise than that sentence says, and no more. The levels: MUST, the sentence
binds the server with this key word; CORE, the text binds only the sender or has no key word, and to take such input
as good breaks RFC 6455 §10.7 "Incoming data MUST always be validated"; SHOULD, the text recommends it; mute, the
connection ended as it must, without the Close frame that should come before (§7.1.7). Where another sentence makes a
MUST weaker, both are shown, and it counts as a SHOULD. What the text leaves open is only seen, and counts for nobody
and against nobody. That a server fails cases doesn't make it a bad one: most are about what hardly any client does.

**Whose part.** Where the HTTP server beneath a library is another project's work, two things are listed as that
server's part: what RFC 9112 and RFC 9110 §5 demand of a reader of requests (it reads every head, before the
library sees anything), and all answers to requests that ask for no upgrade. The rest is the library's: it answers the
handshake.

**TLS.** RFC 6455 §10.6 demands TLS of an implementation; §4.2 lets a server leave it to a front end. Servers are
tested without it, except those that say so.


END
    printf '%s\n' "${left_out[@]}" "${missing[@]}" | sed '/^$/d; s/^/- /'
    echo
    cat "$RESULTS/tables.md"
}

missing=() left_out=() tested=()
mkdir -p "$CACHE" "$RESULTS"
(umask 077 && echo changeit >"$PASSWORD")
[ -f "$KEY" ] || keytool -genkeypair -keyalg EC -groupname secp256r1 -dname CN=localhost -ext SAN=ip:127.0.0.1 \
    -validity 30 -storetype PKCS12 -keystore "$KEY" -storepass changeit >/dev/null 2>&1
while read -r name title program kind skipped http packages <&3; do
    case $name in '' | '#'*) continue ;; esac
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    # shellcheck disable=SC2086
    peer "$name" "$title" "$program" "$kind" "$skipped" "$http" $packages
done 3<"$HERE/peers.txt"
[ ${#tested[@]} -gt 0 ] || exit 1
"$JAVA" -cp build/main conformance.Main --compare --html "$RESULTS/compare.html" --markdown "$RESULTS/tables.md" \
    "${tested[@]}" || exit
file=$RESULTS/RESULTS.md
[ $# -gt 0 ] || file=$HERE/RESULTS.md
results >"$RESULTS/new.md" && mv "$RESULTS/new.md" "$file" || exit
echo "side by side: $RESULTS/compare.html; in words: $file"
