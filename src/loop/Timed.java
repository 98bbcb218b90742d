package loop;

import connection.Wait;

/** What has a deadline: an entry of {@link Deadlines}. */
abstract class Timed {
    /** Its place in {@link Deadlines}; the wait is null while it is in none. */
    Wait wait;
    long since;
    Timed before;
    Timed after;

    /** What it waits for now, and since when. */
    abstract Wait waitsFor();

    abstract long since();

    /** The deadline has passed. Whatever this does, another wait must begin, or it must be removed. */
    abstract void expire();
}
