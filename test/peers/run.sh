#!/bin/bash
# Tests servers that others wrote: test/peers/run.sh [name…]. Each is a process of its own on a free port of the loopback
# interface and is ended when it has been tested. Packages are fetched once, into .cache/peers, by the clients that are there:
# mvn, npm, apt-get. A server that can't be had is told and left out. ARGS are the suite's options, JAVA the java to use.
# The results are in build/peers: a JSON file for each, and all of them side by side in compare.html.
set -u
cd "$(dirname "$0")/../.." || exit 2
HERE=test/peers
CACHE=$PWD/.cache/peers
RESULTS=build/peers
JAVA=${JAVA:-java}
KEY=$CACHE/key.p12
START_SECONDS=30

# fetch FOLDER KIND PACKAGE…
fetch() {
    local folder=$1 kind=$2
    shift 2
    [ "$(cat "$folder/packages" 2>/dev/null)" = "$*" ] && return
    rm -rf "$folder" && mkdir -p "$folder" || return
    "fetch_$kind" "$folder" "$@" >"$folder/log" 2>&1 && echo "$*" >"$folder/packages"
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
        echo '<project><modelVersion>4.0.0</modelVersion><groupId>peers</groupId><artifactId>peer</artifactId><version>1</version><dependencies>'
        while IFS=: read -r group artifact version; do
            echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
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
    debian) dpkg-deb -f "$1/$3"_*.deb Version ;;
    *) echo "${3##*[:@]}" ;;
    esac
}

# launch FOLDER PROGRAM [KEY]: becomes the server
launch() {
    local folder=$1 program=$HERE/$2
    shift 2
    case $program in
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

# peer NAME PROGRAM KIND SKIPPED PACKAGE…
peer() {
    local name=$1 program=$2 kind=$3 skipped=${4#-} folder=$CACHE/${1%-tls} url= key= line=
    shift 4
    if ! fetch "$folder" "$kind" "$@"; then
        printf '%-16s could not be fetched, see %s\n' "$name" "$folder/log"
        return
    fi
    [ "$name" = "${name%-tls}" ] || key=$KEY
    : >"$RESULTS/$name.out"
    launch "$folder" "$program" $key >"$RESULTS/$name.out" 2>"$RESULTS/$name.err" &
    server=$!
    for _ in $(seq $((START_SECONDS * 10))); do
        line=$(head -1 "$RESULTS/$name.out")
        case $line in ws*) url=$line; break ;; esac
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    if [ -z "$url" ]; then
        printf '%-16s does not start, see %s\n' "$name" "$RESULTS/$name.err"
    else
        rm -f "$RESULTS/$name.json"
        "$JAVA" -cp build/main conformance.Main ${ARGS:-} ${skipped:+--skip $skipped} --insecure --json "$RESULTS/$name.json" "$url" >"$RESULTS/$name.txt" 2>&1
        printf '%-16s %-22s %s\n' "$name" "$(version "$folder" "$kind" "$@")" "$(grep -a '^[^ ] [0-9]* cases' "$RESULTS/$name.txt" || tail -1 "$RESULTS/$name.txt")"
    fi
    stop
}

mkdir -p "$CACHE" "$RESULTS"
[ -f "$KEY" ] || keytool -genkeypair -keyalg EC -groupname secp256r1 -dname CN=localhost -ext SAN=ip:127.0.0.1 -validity 30 \
    -storetype PKCS12 -keystore "$KEY" -storepass changeit >/dev/null 2>&1
while read -r name program kind skipped packages <&3; do
    case $name in '' | '#'*) continue ;; esac
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    # shellcheck disable=SC2086
    peer "$name" "$program" "$kind" "$skipped" $packages
done 3<"$HERE/peers.txt"
"$JAVA" -cp build/main conformance.Main --compare --html "$RESULTS/compare.html" "$RESULTS"/*.json && echo "side by side: $RESULTS/compare.html"
