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
 *   must("ping-hello", "a Ping with the payload Hello", "a Ping is answered with a Pong of the same payload")
 *           .covers("5.5.2-2", "5.5.3-1")
 *           .run(c -&gt; {
 *               c.open();
 *               c.send(ping("Hello"));
 *               c.expectPong("Hello");
 *               c.expectQuiet();
 *           });
 * </pre>
 *
 * A case's name says what is sent, and stays: people compare results of different days. In a loop it comes from the
 * value that changes, never from a count.
 */
public abstract class Group {
    private final List<Case> cases = new ArrayList<>();
    private String section;
    private String title;
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
    }

    /**
     * @param name        see {@link Case}
     * @param sent        what is sent
     * @param requirement what a server MUST do, in words
     */
    protected final Draft must(String name, String sent, String requirement) {
        return draft(Level.MUST, name, sent, requirement);
    }

    /**
     * What the server is sent is bad, but the sentence that says so binds the sender only, or has no key word. A server
     * that takes it as good, so that it shows, fails; one that does anything else than {@link Client#expectFailure}
     * asks for breaks a SHOULD.
     */
    protected final Draft core(String name, String sent, String requirement) {
        return draft(Level.CORE, name, sent, requirement);
    }

    protected final Draft should(String name, String sent, String requirement) {
        return draft(Level.SHOULD, name, sent, requirement);
    }

    /** A case that only tells what the server does: its body says so by {@link Client#saw}. */
    protected final Draft info(String name, String sent, String requirement) {
        return draft(Level.INFO, name, sent, requirement);
    }

    protected final Draft draft(Level level, String name, String sent, String requirement) {
        checkNothingOpen();
        if (section == null) {
            throw new IllegalStateException("a case before the first section: " + name);
        }
        open = new Draft(level, name, sent, requirement);
        return open;
    }

    private void checkNothingOpen() {
        if (open != null) {
            throw new IllegalStateException("a case without a body: " + section + '/' + open.name);
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
        private final String name;
        private final String sent;
        private final String requirement;
        private final List<String> rows = new ArrayList<>();
        private final Set<Need> needs = EnumSet.noneOf(Need.class);
        private String weakenedBy;

        private Draft(Level level, String name, String sent, String requirement) {
            this.level = level;
            this.name = name;
            this.sent = sent;
            this.requirement = requirement;
        }

        /** @param rows ids of the requirements that this case proves or disproves */
        public Draft covers(String... rows) {
            this.rows.addAll(List.of(rows));
            return this;
        }

        /**
         * @param row the requirement because of which this case is no more than a SHOULD, though what it rests on is a
         *            MUST: another sentence lets the server do otherwise here, or binds the client not to send this
         */
        public Draft weakenedBy(String row) {
            weakenedBy = row;
            return covers(row);
        }

        public Draft needs(Need... needs) {
            this.needs.addAll(List.of(needs));
            return this;
        }

        public void run(Body body) {
            open = null;
            cases.add(new Case(section, title, name, sent, requirement, level, rows.stream().distinct().toList(),
                    weakenedBy, Set.copyOf(needs), body));
        }
    }
}
