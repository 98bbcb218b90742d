/**
 * What a case is, what it can say, and how cases are run and judged.
 *
 * <pre>
 *   Group ──▶ Case ──▶ Runner ──▶ Attempt ──▶ body(Client) ──▶ Verdict
 *                                               │
 *                                          Conversation ──▶ the wire
 * </pre>
 *
 * A case's body is given a {@link conformance.suite.Client} and speaks with the server through it. It ends well by
 * returning; anything else is an exception that the client throws for it. {@link conformance.suite.Attempt} makes a
 * {@link conformance.suite.Verdict} of it, {@link conformance.suite.Runner} decides whom to believe: a server that is
 * gone, a busy server, or a faulty one.
 *
 * <p>Read in this order: {@link conformance.suite.Level}, {@link conformance.suite.Party},
 * {@link conformance.suite.Requirement}, {@link conformance.suite.Requirements}, {@link conformance.suite.Need},
 * {@link conformance.suite.Body}, {@link conformance.suite.Case}, {@link conformance.suite.Group},
 * {@link conformance.suite.Untested}, {@link conformance.suite.Suite}, {@link conformance.suite.Settings},
 * {@link conformance.suite.Event}, {@link conformance.suite.Sent}, {@link conformance.suite.Output},
 * {@link conformance.suite.Sender}, {@link conformance.suite.Assembly}, {@link conformance.suite.Incoming},
 * {@link conformance.suite.Conversation}, {@link conformance.suite.Failure}, {@link conformance.suite.NotApplicable},
 * {@link conformance.suite.Asked}, {@link conformance.suite.HttpWords}, {@link conformance.suite.AnswerWords},
 * {@link conformance.suite.MessageWords}, {@link conformance.suite.ClosingWords}, {@link conformance.suite.Client},
 * {@link conformance.suite.Beat}, {@link conformance.suite.Grade}, {@link conformance.suite.Verdict},
 * {@link conformance.suite.Attempt}, {@link conformance.suite.FirstContact}, {@link conformance.suite.Runner},
 * {@link conformance.suite.Run}. Imports {@code conformance.wire}.
 */
package conformance.suite;
