package conformance.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

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
        cases.sort(Comparator.comparing(Case::section, BY_SECTION)); // within a section as they were written down
        checkNames(cases);
        return new Suite(List.copyOf(cases));
    }

    private static void checkNames(List<Case> cases) {
        List<String> odd = cases.stream().filter(each -> !NAME.matcher(each.name()).matches()).map(Case::id).toList();
        Set<String> seen = new HashSet<>();
        List<String> doubles = cases.stream().map(Case::id).filter(id -> !seen.add(id)).toList();
        if (!odd.isEmpty() || !doubles.isEmpty()) {
            throw new IllegalStateException("names of cases that aren't lower-case letters, digits and hyphens: " + odd
                    + "; names that two cases have: " + doubles);
        }
    }

    /** The cases meant by any of these ids or prefixes; all if there are none. */
    public Suite only(List<String> prefixes) {
        return prefixes.isEmpty() ? this
                : new Suite(cases.stream().filter(each -> prefixes.stream().anyMatch(each::isMeantBy)).toList());
    }
}
