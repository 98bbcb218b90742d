package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.Exposition.Type;
import chat.LoopTally.Counter;
import connection.Incident;
import http.Authority;
import http.Refusal;
import http.Request;
import http.Response;
import http.Status;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import log.Load;
import log.Logs;

/** {@code /metrics}: what the server has counted, for Prometheus. Safe from any thread. */
final class Metrics {
    /** What a proxy adds to a request. Behind one on this machine every peer's address is this machine's. */
    private static final List<String> OF_PROXIES = List.of("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP");

    private final boolean open;
    private final String version;
    private final List<LoopTally> loops;
    private final IntSupplier connections;
    private final LongSupplier buffered;
    private final Logs logs;
    private final IncidentLog incidents;

    /**
     * @param open        whether others than this machine may read them
     * @param version     of this server
     * @param connections how many there are now
     * @param buffered    bytes that they keep now
     */
    Metrics(boolean open, String version, List<LoopTally> loops, IntSupplier connections, LongSupplier buffered,
            Logs logs, IncidentLog incidents) {
        this.open = open;
        this.version = version;
        this.loops = loops;
        this.connections = connections;
        this.buffered = buffered;
        this.logs = logs;
        this.incidents = incidents;
    }

    /** @param peer whose request it is */
    Response respond(Request request, SocketAddress peer) throws Refusal {
        if (!open && !isLocal(request, peer)) {
            throw new Refusal(Status.FORBIDDEN, "RFC 9110 §15.5.4",
                    "only this machine may read the metrics; --metrics-open lets everyone");
        }
        return Response.of(Status.OK, Exposition.CONTENT_TYPE, text().getBytes(UTF_8))
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff");
    }

    /** Whether it comes from this machine, asks for this machine, and did not come through a proxy. */
    private static boolean isLocal(Request request, SocketAddress peer) {
        return peer instanceof InetSocketAddress address && address.getAddress().isLoopbackAddress()
                && request.authority() != null && isLoopback(request.authority())
                && OF_PROXIES.stream().noneMatch(request.fields()::has);
    }

    private static boolean isLoopback(Authority authority) {
        String host = authority.host();
        return host.equals("localhost") || host.equals("[::1]") || (host.startsWith("127.") && authority.isAddress());
    }

    String text() {
        Exposition out = new Exposition();
        out.family("chat_build_info", Type.GAUGE, "What runs; always 1.")
                .sample(1, "version", version, "java", System.getProperty("java.version"));
        connections(out);
        messages(out);
        compression(out);
        endings(out);
        rooms(out);
        turns(out);
        process(out);
        return out.toString();
    }

    private void connections(Exposition out) {
        out.family("chat_connections", Type.GAUGE, "Connections that are open, WebSockets or not.")
                .sample(connections.getAsInt());
        out.family("chat_buffered_bytes", Type.GAUGE,
                "What connections keep: of messages that aren't complete, and of what peers haven't read.")
                .sample(buffered.getAsLong());
        counter(out, "chat_connections_accepted_total", "Connections that were accepted.", Counter.ACCEPTED);
        out.family("chat_tls_handshakes_total", Type.COUNTER, "TLS handshakes that have ended.")
                .sample(sum(Counter.HANDSHAKES), "result", "established")
                .sample(sum(Counter.HANDSHAKES_FAILED), "result", "failed");
        counter(out, "chat_read_bytes_total", "Bytes that came from peers, without TLS.", Counter.BYTES_READ);
        counter(out, "chat_written_bytes_total", "Bytes that were written to peers, without TLS.",
                Counter.BYTES_WRITTEN);
        out.family("chat_responses_total", Type.COUNTER,
                "HTTP responses by status: 101 opened a WebSocket, from 400 on a request was refused.");
        for (Status status : Status.values()) {
            out.sample(sum(loop -> loop.responses(status)), "status", String.valueOf(status.code()));
        }
    }

    private void messages(Exposition out) {
        counter(out, "chat_messages_received_total", "Messages that came in, to rooms and others.",
                Counter.MESSAGES_RECEIVED);
        counter(out, "chat_messages_received_bytes_total", "Their payload, decompressed.",
                Counter.MESSAGE_BYTES_RECEIVED);
        counter(out, "chat_deliveries_total", "Messages of rooms, each as often as it had members to go to.",
                Counter.DELIVERIES);
        counter(out, "chat_messages_sent_total", "Messages for one peer alone, as the echo's.", Counter.MESSAGES_SENT);
        counter(out, "chat_messages_sent_bytes_total", "Their payload, before compression.",
                Counter.MESSAGE_BYTES_SENT);
    }

    private void compression(Exposition out) {
        out.family("chat_deflate_bytes_total", Type.COUNTER,
                "Payload of the messages that were compressed, before and after; once for all members of a room.")
                .sample(sum(Counter.DEFLATE_PLAIN_BYTES), "form", "plain")
                .sample(sum(Counter.DEFLATE_BYTES), "form", "compressed");
        out.family("chat_inflate_bytes_total", Type.COUNTER,
                "Payload of the messages that came in compressed, in both forms.")
                .sample(sum(Counter.INFLATE_PLAIN_BYTES), "form", "plain")
                .sample(sum(Counter.INFLATE_BYTES), "form", "compressed");
    }

    private void endings(Exposition out) {
        out.family("chat_closes_received_total", Type.COUNTER,
                "Close frames from peers, by close code; 1005 for none.");
        for (int i = 0; i < LoopTally.CODES; i++) {
            int index = i;
            out.sample(sum(loop -> loop.closesReceived(index)), "code", LoopTally.codeAt(i));
        }
        out.family("chat_closes_sent_total", Type.COUNTER, "Close frames to peers, by close code; 1005 for none.");
        for (int i = 0; i < LoopTally.CODES; i++) {
            int index = i;
            out.sample(sum(loop -> loop.closesSent(index)), "code", LoopTally.codeAt(i));
        }
        out.family("chat_incidents_total", Type.COUNTER, "What did not end well, by kind; each is a line in the log.");
        for (Incident incident : Incident.values()) {
            out.sample(incidents.count(incident), "kind", IncidentLog.nameOf(incident).replace(' ', '_'));
        }
        out.family("chat_dropped_total", Type.COUNTER,
                "Connections that were ended for what they kept: further behind than --max-lag, or when --max-logs or"
                        + " --max-buffered was reached.")
                .sample(sum(Counter.DROPPED_FOR_LAG), "cause", "lag")
                .sample(sum(Counter.DROPPED_FOR_LOGS), "cause", "logs")
                .sample(sum(Counter.DROPPED_FOR_BUFFERS), "cause", "buffers");
    }

    private void rooms(Exposition out) {
        Load load = logs.load();
        out.family("chat_rooms", Type.GAUGE, "Rooms that somebody is in.").sample(load.logs());
        out.family("chat_members", Type.GAUGE, "Members of all rooms.")
                .sample(sum(Counter.JOINED) - sum(Counter.LEFT));
        out.family("chat_laggards", Type.GAUGE, "Members that could not be sent everything yet.")
                .sample(load.laggards());
        out.family("chat_lag_bytes", Type.GAUGE, "How far the last of them is behind its room, at most.")
                .sample(load.lag());
        out.family("chat_logs_bytes", Type.GAUGE, "Memory that rooms keep for messages.").sample(load.used());
    }

    private void turns(Exposition out) {
        out.family("chat_turn_seconds", Type.HISTOGRAM, "How long turns of a loop worked; waiting is not counted.");
        for (int i = 0; i < loops.size(); i++) {
            LoopTally loop = loops.get(i);
            String name = String.valueOf(i);
            BigDecimal turns = BigDecimal.ZERO;
            for (int bucket = 0; bucket <= LoopTally.turnBounds(); bucket++) {
                String bound = bucket == LoopTally.turnBounds() ? "+Inf"
                        : seconds(LoopTally.turnBound(bucket)).stripTrailingZeros().toPlainString();
                turns = turns.add(BigDecimal.valueOf(loop.turns(bucket)));
                out.sample("_bucket", turns, "loop", name, "le", bound);
            }
            out.sample("_sum", seconds(loop.get(Counter.TURN_NANOS)), "loop", name);
            out.sample("_count", turns, "loop", name);
        }
    }

    private static void process(Exposition out) {
        ProcessHandle.Info process = ProcessHandle.current().info();
        process.totalCpuDuration().map(Duration::toNanos).ifPresent(nanos ->
                out.family("process_cpu_seconds_total", Type.COUNTER, "Processor time of this process.")
                        .sample("", seconds(nanos)));
        process.startInstant().ifPresent(start ->
                out.family("process_start_time_seconds", Type.GAUGE, "When this process began, since 1970.")
                        .sample(start.getEpochSecond()));
        Runtime java = Runtime.getRuntime();
        out.family("chat_heap_bytes", Type.GAUGE, "Java's heap that is in use or not yet collected.")
                .sample(java.totalMemory() - java.freeMemory());
    }

    private static BigDecimal seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9);
    }

    private void counter(Exposition out, String name, String help, Counter counter) {
        out.family(name, Type.COUNTER, help).sample(sum(counter));
    }

    private long sum(Counter counter) {
        return sum(loop -> loop.get(counter));
    }

    private long sum(ToLongFunction<LoopTally> count) {
        return loops.stream().mapToLong(count).sum();
    }
}
