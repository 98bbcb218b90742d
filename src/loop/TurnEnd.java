package loop;

/** What a loop's connections have in common, and do together at the end of a turn. On the loop's thread. */
public interface TurnEnd {
    /** Whether so much has come together that it should not wait for the end of the turn. */
    boolean isDue();

    /**
     * Before the loop waits again.
     *
     * @param now milliseconds since the epoch
     */
    void endTurn(long now);
}
