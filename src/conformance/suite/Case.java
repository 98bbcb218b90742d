package conformance.suite;

import java.util.List;
import java.util.Set;

/**
 * One case: what is sent, and what has to follow.
 *
 * @param section     of the RFC, {@code 5.5.2} of RFC 6455, {@code 7692-7.2.1} of another
 * @param title       of the section
 * @param number      from 1, in the order in which the section's cases are written down
 * @param sent        one sentence
 * @param requirement in words
 * @param rows        ids of the requirements that this case covers
 */
public record Case(String section, String title, int number, String sent, String requirement, Level level, List<String> rows,
        Set<Need> needs, Body body) {
    public String id() {
        return section + '/' + number;
    }

    /** Whether {@code --only prefix}, or {@code --skip prefix}, means this case: its id, its section, or a section above it. */
    public boolean isMeantBy(String prefix) {
        String id = id();
        return id.startsWith(prefix) && (id.length() == prefix.length() || "./-".indexOf(id.charAt(prefix.length())) >= 0);
    }

    @Override
    public String toString() {
        return id() + ' ' + sent;
    }
}
