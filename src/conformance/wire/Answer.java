package conformance.wire;

import java.util.List;
import java.util.stream.Stream;

/**
 * An HTTP response (RFC 9112 §4), well-formed as far as {@link AnswerReader} goes.
 *
 * @param head as it came, for reports
 */
public record Answer(int status, String reason, List<Field> fields, byte[] body, String head) {
    public record Field(String name, String value) {}

    /** Whether another response to the same request follows (RFC 9110 §15.2); 101 is the last one. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    public boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name.equalsIgnoreCase(name));
    }

    /** The values of all lines of this name. */
    public List<String> values(String name) {
        return fields.stream().filter(field -> field.name.equalsIgnoreCase(name)).map(Field::value).toList();
    }

    /** All lines of this name as one list (RFC 9110 §5.3), without its empty elements. */
    public List<String> list(String name) {
        return values(name).stream().flatMap(value -> Stream.of(value.split(","))).map(String::strip)
                .filter(item -> !item.isEmpty()).toList();
    }

    public boolean listHas(String name, String token) {
        return list(name).stream().anyMatch(token::equalsIgnoreCase);
    }

    @Override
    public String toString() {
        return "HTTP " + status + (reason.isEmpty() ? "" : " " + reason);
    }
}
