package mirror;

import java.util.HexFormat;

/** Writes one JSON object (RFC 8259), member by member. */
final class JsonObject {
    private final StringBuilder json = new StringBuilder("{");

    JsonObject put(String name, String text) {
        name(name);
        quote(text);
        return this;
    }

    JsonObject put(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    JsonObject put(String name, long value) {
        name(name).append(value);
        return this;
    }

    /** In hexadecimal digits. */
    JsonObject put(String name, byte[] bytes) {
        name(name).append('"').append(HexFormat.of().formatHex(bytes)).append('"');
        return this;
    }

    JsonObject put(String name, JsonObject object) {
        name(name).append(object);
        return this;
    }

    JsonObject put(String name, Iterable<String> texts) {
        name(name).append('[');
        for (String text : texts) {
            separate();
            quote(text);
        }
        json.append(']');
        return this;
    }

    private StringBuilder name(String name) {
        separate();
        quote(name);
        return json.append(':');
    }

    private void separate() {
        char last = json.charAt(json.length() - 1);
        if (last != '{' && last != '[') {
            json.append(',');
        }
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') { // RFC 8259 §7: these must be escaped
                        json.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    @Override
    public String toString() {
        return json + "}";
    }
}
