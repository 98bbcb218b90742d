package conformance.suite;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Sections that belong together, and their cases. A subclass writes them down in {@link #write}:
 *
 * <pre>
 *   section("5.5.2", "Ping");
 *   must("a Ping with the payload Hello", "a Ping is answered with a Pong of the same payload")
 *           .covers("5.5.2-2", "5.5.3-1")
 *           .run(c -&gt; {
 *               c.open();
 *               c.send(ping("Hello"));
 *               c.expectPong("Hello");
 *               c.expectQuiet();
 *           });
 * </pre>
 *
 * Numbers are given in this order, so a new case goes to the end of its section: people compare results of different days.
 */
public abstract class Group {
    private final List<Case> cases = new ArrayList<>();
    private String section;
    private String title;
    private int number;
    private Draft open;

    /** Writes the cases down. Loops make families of them. */
    protected abstract void write();

    /** The cases that follow are of this section. A section is written down in one place. */
    protected final void section(String section, String title) {
        checkNothingOpen();
        if (cases.stream().anyMatch(each -> each.section().equals(section))) {
            throw new IllegalStateException("section " + section + " begins twice");
        }
        this.section = section;
        this.title = title;
        number = 0;
    }

    /** @param sent what is sent; @param requirement what a server MUST do, in words */
    protected final Draft must(String sent, String requirement) {
        return draft(Level.MUST, sent, requirement);
    }

    protected final Draft should(String sent, String requirement) {
        return draft(Level.SHOULD, sent, requirement);
    }

    /** A case that only tells what the server does: its body says so by {@link Client#saw}. */
    protected final Draft info(String sent, String requirement) {
        return draft(Level.INFO, sent, requirement);
    }

    private Draft draft(Level level, String sent, String requirement) {
        checkNothingOpen();
        if (section == null) {
            throw new IllegalStateException("a case before the first section: " + sent);
        }
        open = new Draft(level, sent, requirement);
        return open;
    }

    private void checkNothingOpen() {
        if (open != null) {
            throw new IllegalStateException("a case without a body: " + open.sent);
        }
    }

    final List<Case> cases() {
        if (cases.isEmpty()) {
            write();
            checkNothingOpen();
        }
        return cases;
    }

    /** A case that still lacks its body. */
    protected final class Draft {
        private final Level level;
        private final String sent;
        private final String requirement;
        private final List<String> rows = new ArrayList<>();
        private final Set<Need> needs = EnumSet.noneOf(Need.class);

        private Draft(Level level, String sent, String requirement) {
            this.level = level;
            this.sent = sent;
            this.requirement = requirement;
        }

        /** @param rows ids of the requirements that this case proves or disproves */
        public Draft covers(String... rows) {
            this.rows.addAll(List.of(rows));
            return this;
        }

        public Draft needs(Need... needs) {
            this.needs.addAll(List.of(needs));
            return this;
        }

        public void run(Body body) {
            open = null;
            cases.add(new Case(section, title, ++number, sent, requirement, level, rows.stream().distinct().toList(), Set.copyOf(needs), body));
        }
    }
}
