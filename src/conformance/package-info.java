/**
 * Chapter 8: does a WebSocket server, any server, do what RFC 6455 and RFC 7692 say? It imports the JDK only and
 * nothing of the chapters before it, so that a mistake of theirs can't hide itself.
 *
 * <pre>
 *   conformance            Main, Options: the command line
 *   conformance.report     verdicts ──▶ terminal, JUnit XML, JSON, pages
 *   conformance.sections   the cases, by sections of the RFCs
 *   conformance.suite      what a case is and says; running and judging
 *   conformance.wire       a client that can send everything and takes nothing that is wrong
 * </pre>
 *
 * Each uses only those below it. Read from below, each from its {@code package-info}; or begin with a file of
 * {@code sections}, which reads without the rest.
 */
package conformance;
