/**
 * The cases. One class for each group of sections; {@link conformance.sections.Sections} lists them.
 *
 * <p>To add one: a class that extends {@link conformance.suite.Group} and writes down its sections and cases, and a
 * line in {@link conformance.sections.Sections}. {@link conformance.sections.Framing} is a good one to begin with. What
 * can't be tested stands in {@link conformance.sections.NotTested}, with its reason. Imports {@code conformance.suite}
 * and {@code conformance.wire}.
 */
package conformance.sections;
