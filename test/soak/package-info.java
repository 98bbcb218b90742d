/**
 * The endurance run: two servers, one with TLS, for as long as is wanted, with members that come and go in all ways.
 *
 * <p>{@link soak.Steady} members stay to the end. Each must hear each text of its room, once, in the same order as the
 * others. {@link soak.Passerby passers-by} come and go: some take leave, some reset, some don't read, some break the
 * rules. After each round, and a last time at the end, everybody is silent and the servers must be as small as after
 * the first round.
 *
 * <p>Read {@link soak.Text}, {@link soak.Steady}, {@link soak.Passerby}, {@link soak.Site}, {@link soak.Main}.
 */
package soak;
