package conformance.report;

/** What both pages have in common: one file that needs no other, light or dark as the reader has it. */
final class Page {
    private static final String STYLE = """
            :root { color-scheme: light dark; --pass: #2a7d3f; --mute: #b07400; --fail: #c22525; --none: #888; --line: #8884 }
            @media (prefers-color-scheme: dark) { :root { --pass: #57c272; --mute: #e2a93b; --fail: #ff6b6b; --none: #999 } }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em }
            h1 { font-size: 1.4em } h2 { font-size: 1.1em; margin: 2em 0 .3em }
            table { border-collapse: collapse } td, th { padding: .15em .6em; text-align: left; vertical-align: top }
            tr { border-bottom: 1px solid var(--line) }
            .marks a, .marks span { display: inline-block; width: 1.1em; text-align: center; text-decoration: none }
            .pass { color: var(--pass) } .mute { color: var(--mute) } .fail { color: var(--fail) } .none { color: var(--none) }
            details { margin: .2em 0 } summary { cursor: pointer } dl { margin: .3em 0 .3em 1.5em } dt { color: var(--none); float: left; width: 8em }
            dd { margin: 0 0 0 8em; overflow-wrap: anywhere } pre { margin: .5em 0 1em 1.5em; overflow-x: auto; font-size: .85em; line-height: 1.35 }
            .side thead { position: sticky; top: 0; background: Canvas } .side thead span { writing-mode: vertical-rl }
            .side td:nth-child(2) { max-width: 30em; overflow-wrap: anywhere } .side label { white-space: nowrap }
            .side td { padding: .1em .4em; white-space: nowrap } .side td:nth-child(2) { white-space: normal }
            .case { display: none } tbody:has(input:checked) .case, body:has(#all:checked) .case { display: table-row }
            body:has(#different:checked) .same { display: none }
            """;

    private Page() {}

    static String of(String title, String body) {
        return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
                + Markup.escape(title) + "</title>\n<style>\n" + STYLE + "</style>\n<h1>" + Markup.escape(title) + "</h1>\n" + body + "</html>\n";
    }

    /** The class of a mark, for its colour. */
    static String colour(String mark) {
        return switch (mark) {
            case "✔" -> "pass";
            case "~" -> "mute";
            case "✘" -> "fail";
            default -> "none";
        };
    }

    static String mark(String mark) {
        return "<span class=\"" + colour(mark) + "\">" + mark + "</span>";
    }
}
