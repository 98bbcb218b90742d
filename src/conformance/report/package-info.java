/**
 * What the verdicts look like: on a terminal, as JUnit XML, as JSON, as a page, side by side.
 *
 * <p>All of them show a {@link conformance.report.Report}, which is a run without its connections to anything live, so
 * that one read from a JSON file is as good as one that was just made.
 *
 * <p>Read in this order: {@link conformance.report.Citation}, {@link conformance.report.Rule},
 * {@link conformance.report.Mark}, {@link conformance.report.Report}, {@link conformance.report.Kind},
 * {@link conformance.report.Paint}, {@link conformance.report.Tree}, {@link conformance.report.ProgressLine},
 * {@link conformance.report.Coverage}, {@link conformance.report.Markup}, {@link conformance.report.Junit},
 * {@link conformance.report.Json}, {@link conformance.report.JsonReport}, {@link conformance.report.Page},
 * {@link conformance.report.Details}, {@link conformance.report.Html}, {@link conformance.report.Comparison},
 * {@link conformance.report.ComparisonPage}, {@link conformance.report.Markdown}. Imports {@code conformance.suite} and
 * {@code conformance.wire}.
 */
package conformance.report;
