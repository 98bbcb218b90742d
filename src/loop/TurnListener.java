package loop;

/**
 * What the connections of a loop do together: it is run at the end of each of the loop's turns, on the loop's thread.
 */
public interface TurnListener {
    /** Whether enough has come in that it should be sent now, before the end of the turn. */
    boolean isDue();

    /**
     * Says which connections are to be written. May be called again in the same turn.
     *
     * @param now milliseconds since the epoch
     * @return when it is to be called again, even if nothing happens until then; {@link Long#MAX_VALUE} if it needn't
     */
    long endTurn(Writer writer, long now);
}
