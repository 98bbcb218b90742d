package log;

/**
 * What is going on in all logs.
 *
 * @param logs     how many have readers
 * @param laggards members that could not be sent everything yet
 * @param lag      bytes that the last of them is behind, rounded up to a segment
 * @param used     bytes of memory
 */
public record Load(int logs, int laggards, long lag, long used) {}
