package conformance.suite;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * One case: what is sent, and what has to follow.
 *
 * @param section     of the RFC, {@code 5.5.2} of RFC 6455, {@code 7692-7.2.1} of another
 * @param title       of the section
 * @param name        what is sent, in a few words that stay when its sentence is reworded: lower-case letters, digits
 *                    and hyphens; no other case of the section has it
 * @param sent        one sentence
 * @param requirement in words
 * @param rows        ids of the requirements that this case covers
 * @param weakenedBy  the one of them because of which a case on a MUST is a SHOULD; null if the levels are the same
 */
public record Case(String section, String title, String name, String sent, String requirement, Level level,
        List<String> rows, String weakenedBy, Set<Need> needs, Body body) {
    public String id() {
        return section + '/' + name;
    }

    /** What it covers. */
    public List<Requirement> requirements() {
        return rows.stream().map(Requirements.all()::get).toList();
    }

    /**
     * What a failure breaks: the first requirement on the case's level, or else the most binding. Null without rows.
     */
    public Requirement basis() {
        Requirement own = basis(level);
        return own != null ? own : requirements().stream().min(Comparator.comparing(Requirement::level)).orElse(null);
    }

    /** Why a case on a MUST is a SHOULD; null if the levels are the same. */
    public Requirement weakening() {
        return weakenedBy == null ? null : Requirements.all().get(weakenedBy);
    }

    /** The first one on this level; null if there is none. */
    Requirement basis(Level level) {
        return requirements().stream().filter(each -> each.level() == level).findFirst().orElse(null);
    }

    /**
     * Whether {@code --only prefix}, or {@code --skip prefix}, means this case: its id, the first words of its name,
     * its section, or a section above it.
     */
    public boolean isMeantBy(String prefix) {
        String id = id();
        return id.startsWith(prefix) && (id.length() == prefix.length()
                || "./-".indexOf(id.charAt(prefix.length())) >= 0);
    }

    @Override
    public String toString() {
        return id() + ' ' + sent;
    }
}
