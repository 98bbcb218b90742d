#!/bin/sh
# The price of TLS: this room that speaks TLS itself, and the same room without TLS behind nginx that ends TLS for it.
#
#     make all bench TLS=1 RUNS=1 SECONDS=1       # once: compiles, and makes a key
#     test/bench/nginx.sh members=100 senders=1 seconds=5 runs=3
#
# The processor time of the second is nginx's and the room's together; both are on the core that the first has for
# itself. The load looks at what 4 members get and only counts what the others get. Needs nginx, openssl and taskset.
cd "$(dirname "$0")/../.." || exit
folder=$(mktemp -d)
pass=$(cat .cache/tls/password)
openssl pkcs12 -in .cache/tls/room.p12 -passin "pass:$pass" -nodes -out "$folder/key.pem" 2>"$folder/log" || {
    cat "$folder/log"
    exit 1
}
trap 'kill $room $nginx 2>"$folder/kill"; rm -r "$folder"' EXIT
settings="checked=4 floor=0 warmup=10 $*"

echo 'the room speaks TLS:'
java -cp build/bench bench.Main jvm='-XX:+UseSerialGC -Xmn16m' $settings \
    tls='--tls .cache/tls/room.p12 --tls-password-file .cache/tls/password' 2>"$folder/progress"

taskset -c 0 java -XX:+UseSerialGC -Xmn16m -cp build/main chat.Main --port 0 --ping-after 3600 >"$folder/room" &
room=$!
until grep -q http "$folder/room"; do sleep 0.1; done
port=$(sed -n 's/.*127.0.0.1:\([0-9]*\).*/\1/p' "$folder/room")
cat >"$folder/nginx.conf" <<END
daemon off; master_process off; pid $folder/pid; error_log $folder/error;
events { worker_connections 8000; }
http {
    access_log off;
    client_body_temp_path $folder/1; proxy_temp_path $folder/2; fastcgi_temp_path $folder/3;
    uwsgi_temp_path $folder/4; scgi_temp_path $folder/5;
    server {
        listen 127.0.0.1:$((port + 1)) ssl;
        ssl_certificate $folder/key.pem; ssl_certificate_key $folder/key.pem; ssl_protocols TLSv1.3;
        location / {
            proxy_pass http://127.0.0.1:$port; proxy_http_version 1.1; proxy_read_timeout 1h;
            proxy_set_header Upgrade \$http_upgrade; proxy_set_header Connection upgrade;
            proxy_set_header Host 127.0.0.1;
        }
    }
}
END
taskset -c 0 nginx -c "$folder/nginx.conf" &
nginx=$!
sleep 1
echo 'nginx ends TLS:'
java -cp build/bench bench.Main $settings url="wss://127.0.0.1:$((port + 1))/" pid="$nginx,$room" 2>"$folder/progress"
