package handshake;

import http.Fields;
import http.Grammar;
import http.Refusal;
import http.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * One element of {@code Sec-WebSocket-Extensions} (§9.1): the name of an extension, with parameters. A malformed one is
 * refused, even if the server doesn't know the extension.
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {

    /** @param value null if the parameter has none */
    public record Parameter(String name, String value) {}

    /** All offers, in order. §9.1: the field "MAY be split or combined across multiple lines". */
    static List<ExtensionOffer> parse(Fields fields) throws Refusal {
        List<String> lines = fields.lines("Sec-WebSocket-Extensions");
        if (lines.isEmpty()) {
            return List.of();
        }
        List<ExtensionOffer> offers = new ArrayList<>(1);
        for (String line : lines) {
            new Parser(line).offers(offers);
        }
        if (offers.isEmpty()) {
            throw malformed("names no extension");
        }
        return offers;
    }

    /** §9.1 "the recipient of such malformed data MUST immediately _Fail the WebSocket Connection_". */
    private static Refusal malformed(String sentence) {
        return new Refusal(Status.BAD_REQUEST, "RFC 6455 §9.1", "Sec-WebSocket-Extensions " + sentence);
    }

    /**
     * Reads one line of the field (§9.1). Blanks are allowed before and after each token and each separator.
     *
     * <pre>
     *   line      = [ extension ] *( "," [ extension ] )
     *   extension = token *( ";" token [ "=" value ] )
     *   value     = token / quoted-string
     * </pre>
     *
     * Each method reads from {@code at} on and moves it past what it has read.
     */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        void offers(List<ExtensionOffer> offers) throws Refusal {
            do {
                skipBlanks();
                if (at < text.length() && text.charAt(at) != ',') { // RFC 9110 §5.6.1: empty elements are ignored
                    offers.add(offer());
                    skipBlanks();
                }
            } while (next(','));
            if (at < text.length()) {
                throw malformed("has a character in the wrong place: " + text.charAt(at));
            }
        }

        private ExtensionOffer offer() throws Refusal {
            String name = token();
            List<Parameter> parameters = new ArrayList<>(1);
            while (next(';')) {
                String parameter = token();
                String value = next('=') ? value() : null;
                parameters.add(new Parameter(parameter, value));
            }
            return new ExtensionOffer(name, parameters);
        }

        private String value() throws Refusal {
            if (!next('"')) {
                return token();
            }
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            if (!next('"')) {
                throw malformed("has a quoted value without an end");
            }
            // §9.1 "the value after quoted-string unescaping MUST conform to the 'token' ABNF"
            if (!Grammar.isToken(value.toString())) {
                throw malformed("has a quoted value that is not a token");
            }
            return value.toString();
        }

        private String token() throws Refusal {
            skipBlanks();
            int from = at;
            while (at < text.length() && Grammar.isTokenCharacter(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                throw malformed("lacks a name or a value");
            }
            return text.substring(from, at);
        }

        /** Reads the wanted character if it comes next. */
        private boolean next(char wanted) {
            skipBlanks();
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private void skipBlanks() {
            while (at < text.length() && Grammar.isBlank(text.charAt(at))) {
                at++;
            }
        }
    }
}
