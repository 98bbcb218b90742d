package log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterTest {
    private static final class Person extends Roster.Entry { }

    private final Roster<Person> roster = new Roster<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hasEachEntryOnceUntilItIsRemoved(long seed) {
        Random random = new Random(seed);
        Set<Person> model = new HashSet<>();
        for (int step = 0; step < 2000; step++) {
            if (roster.isEmpty() || random.nextInt(5) < 3) {
                Person person = new Person();
                roster.add(person);
                model.add(person);
            } else {
                Person person = roster.get(random.nextInt(roster.size()));
                roster.remove(person);
                model.remove(person);
            }
            Set<Person> all = new HashSet<>();
            for (int i = 0; i < roster.size(); i++) {
                all.add(roster.get(i));
            }
            assertEquals(model, all);
            assertEquals(model.size(), roster.size());
        }
    }

    @Test
    void removingWhatIsNotInItIsAMistake() {
        Person a = new Person();
        roster.add(a);
        assertThrows(IllegalStateException.class, () -> roster.remove(new Person()));
        assertEquals(1, roster.size());
    }
}
