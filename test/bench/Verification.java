package bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether all members of a room got all messages once, and all in the same order. While messages come, each member
 * keeps for each sender which is next, and one hash over all in the order in which they came; here, when all have come
 * that will, these are compared.
 */
final class Verification {
    private static final int FAULTS_TOLD = 8;

    private Verification() {}

    /**
     * Throws a {@link Fault} that says which members lack which messages.
     *
     * @param senders  that many members sent, the first ones
     * @param foreign  how many texts came that had no marker: one of ours may be among them, spoilt
     */
    static void check(Member[] members, int senders, long foreign) {
        int[] sent = Arrays.stream(members).limit(senders).mapToInt(member -> member.sent).toArray();
        long messages = Arrays.stream(sent).asLongStream().sum();
        List<String> faults = new ArrayList<>();
        for (Member member : members) {
            if (member.countsOnly) {
                continue;
            }
            long lacks = member.lacks(sent);
            if (lacks > 0 || member.repeated > 0) {
                faults.add("member " + member.number + ": " + lacks + " of " + messages
                        + " messages did not come in their turn, "
                        + member.repeated + " came late or again; first, "
                        + (member.firstFault == null ? member.firstLack(sent) + " never came" : member.firstFault));
            }
        }
        if (!faults.isEmpty() && foreign > 0) {
            faults.add(0, foreign + " texts came that were none of ours, or not recognisable");
        }
        long others = Arrays.stream(members)
                .filter(member -> !member.countsOnly && member.order != members[0].order).count();
        if (faults.isEmpty() && others > 0) {
            faults.add(others + " of " + members.length
                    + " members got the same messages in another order than member "
                    + members[0].number);
        }
        tell(faults);
    }

    /** Those that only count must have got as many bytes as the first, who looked at all of them. */
    static void checkCounts(Member[] members) {
        List<String> faults = new ArrayList<>();
        for (Member member : members) {
            if (member.countsOnly && member.textBytes != members[0].textBytes) {
                faults.add("member " + member.number + " got " + member.textBytes + " bytes, member "
                        + members[0].number + " got " + members[0].textBytes);
            }
        }
        tell(faults);
    }

    private static void tell(List<String> faults) {
        if (!faults.isEmpty()) {
            int more = faults.size() - FAULTS_TOLD;
            throw new Fault(String.join("\n", faults.subList(0, Math.min(faults.size(), FAULTS_TOLD)))
                    + (more > 0 ? "\n… and " + more + " more" : ""));
        }
    }
}
