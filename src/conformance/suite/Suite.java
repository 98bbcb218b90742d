package conformance.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All cases, in the order of their sections. */
public record Suite(List<Case> cases) {
    /** RFC 6455 first, then the others by their number; 5.2 before 5.10, 5.5 before 5.5.1. */
    public static final Comparator<String> BY_SECTION = (a, b) -> {
        String[] left = parts(a);
        String[] right = parts(b);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    };

    private static String[] parts(String section) {
        return (section.contains("-") ? section : "0-" + section).split("[-.]");
    }

    public static Suite of(List<Group> groups) {
        List<Case> cases = new ArrayList<>();
        Set<String> sections = new HashSet<>();
        for (Group group : groups) {
            Set<String> own = new HashSet<>();
            group.cases().forEach(each -> own.add(each.section()));
            own.forEach(section -> {
                if (!sections.add(section)) {
                    throw new IllegalStateException("section " + section + " is in two groups");
                }
            });
            cases.addAll(group.cases());
        }
        cases.sort(Comparator.comparing(Case::section, BY_SECTION).thenComparing(Case::number));
        return new Suite(List.copyOf(cases));
    }

    /** The cases meant by any of these ids or prefixes; all if there are none. */
    public Suite only(List<String> prefixes) {
        return prefixes.isEmpty() ? this
                : new Suite(cases.stream().filter(each -> prefixes.stream().anyMatch(each::isMeantBy)).toList());
    }
}
