package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Content-Security-Policy for a page. It has a hash of every script, handler and style in the page. So a browser
 * runs these and no others, even if the page shows members' messages as HTML.
 */
final class PagePolicy {
    private static final String ATTRIBUTES = "((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)";
    /** A comment; an element whose content is text; any other tag. */
    private static final Pattern MARKUP = Pattern.compile("<!--.*?-->"
            + "|<(?<element>script|style|title|textarea)\\b(?<of>" + ATTRIBUTES + ")>(?<text>.*?)</\\k<element>\\b"
            + "|<(?<tag>[a-z][^\\s/>]*)(?<attributes>" + ATTRIBUTES + ")>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE = Pattern.compile("([^\\s\"'>/=]+)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s>]+)");
    private static final Pattern REFERENCE =
            Pattern.compile("&(#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|amp|lt|gt|quot|apos);");

    private final Set<String> scripts = new LinkedHashSet<>();
    private final Set<String> styles = new LinkedHashSet<>();
    private final List<String> blocked = new ArrayList<>();

    PagePolicy(String html) {
        Matcher markup = MARKUP.matcher(html.replace("\r\n", "\n").replace('\r', '\n')); // as a browser reads it
        while (markup.find()) {
            if (markup.group("tag") != null) {
                attributes(markup.group("tag").toLowerCase(Locale.ROOT), markup.group("attributes"));
            } else if (markup.group("element") != null) {
                String element = markup.group("element").toLowerCase(Locale.ROOT);
                attributes(element, markup.group("of"));
                switch (element) {
                    case "script" -> scripts.add(hash(markup.group("text")));
                    case "style" -> styles.add(hash(markup.group("text")));
                    default -> { }
                }
            }
        }
    }

    private void attributes(String tag, String text) {
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String name = attribute.group(1).toLowerCase(Locale.ROOT);
            String value = decode(attribute.group(2).replaceAll("(?s)^([\"'])(.*)\\1$", "$2"));
            if (name.startsWith("on")) {
                scripts.add("'unsafe-hashes'");
                scripts.add(hash(value));
            } else if (name.equals("style")) {
                styles.add("'unsafe-hashes'");
                styles.add(hash(value));
            } else if (isOutside(tag, name, value)) {
                blocked.add("<" + tag + " " + name + "=\"" + value.replaceAll("\\s+", " ") + "\">");
            }
        }
    }

    /**
     * Whether the attribute makes a browser load something, or run a script. Of data: URLs, only those of images are
     * allowed.
     */
    private static boolean isOutside(String tag, String name, String value) {
        if (value.startsWith("data:image/") && (tag.equals("img") || tag.equals("link"))) {
            return false;
        }
        return name.equals("src") || (name.equals("href") && tag.equals("link"))
                || (name.equals("data") && tag.equals("object")) || value.startsWith("javascript:");
    }

    /** The value of an attribute without character references. */
    private static String decode(String value) {
        return REFERENCE.matcher(value)
                .replaceAll(reference -> Matcher.quoteReplacement(character(reference.group(1))));
    }

    private static String character(String reference) {
        if (reference.startsWith("#")) {
            int digits = reference.startsWith("x", 1) || reference.startsWith("X", 1) ? 2 : 1;
            int code = Integer.parseInt(reference.substring(digits), digits == 2 ? 16 : 10);
            return Character.isValidCodePoint(code) ? Character.toString(code) : "\ufffd";
        }
        return switch (reference) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            default -> "'";
        };
    }

    /**
     * The field's value.
     *
     * @param connect where the page may connect to
     * @param images  where its images may come from
     */
    String header(String connect, String images) {
        return "default-src 'none'; script-src " + list(scripts) + "; style-src " + list(styles)
                + "; connect-src " + connect + "; img-src " + images + ";"
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String list(Set<String> sources) {
        return sources.isEmpty() ? "'none'" : String.join(" ", sources);
    }

    /** The parts of the page that won't work under this policy, as they are written in it. */
    List<String> blocked() {
        return blocked;
    }

    private static String hash(String text) {
        return "'sha256-" + sha256(text.getBytes(UTF_8)) + '\'';
    }

    static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
