package conformance.sections;

import java.util.ArrayList;
import java.util.List;

/** Variants of a case: each has a part of the name, the words in which its sentence differs, and a value. */
final class Variants<T> {
    /** What is done with each of them. */
    @FunctionalInterface
    interface Use<T> {
        void of(String name, String what, T value);
    }

    private record Variant<T>(String name, String what, T value) {}

    private final List<Variant<T>> all = new ArrayList<>();

    void put(String name, String what, T value) {
        all.add(new Variant<>(name, what, value));
    }

    void forEach(Use<? super T> use) {
        all.forEach(each -> use.of(each.name, each.what, each.value));
    }
}
