package log;

import java.util.ArrayList;
import java.util.List;

/**
 * A list from which an entry is removed in constant time, however long the list is: the last entry takes its place. So
 * the order changes, and nothing may be removed while the list is iterated. For one thread.
 */
public final class Roster<E extends Roster.Entry> {
    /** What can be in one roster at a time. */
    public abstract static class Entry {
        private int index;
    }

    private final List<E> entries = new ArrayList<>(0);

    public int size() {
        return entries.size();
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** @param index from 0 to {@link #size} - 1 */
    public E get(int index) {
        return entries.get(index);
    }

    public void add(E entry) {
        entry(entry).index = entries.size();
        entries.add(entry);
    }

    /** The entry must be in this roster. */
    public void remove(E entry) {
        int index = entry(entry).index;
        if (entries.get(index) != entry) {
            throw new IllegalStateException("not in this roster");
        }
        E last = entries.remove(entries.size() - 1);
        if (last != entry) {
            entries.set(index, last);
            entry(last).index = index;
        }
    }

    private static Entry entry(Entry entry) {
        return entry;
    }
}
