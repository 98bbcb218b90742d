package conformance.report;

import conformance.suite.Runner;
import conformance.suite.Verdict;
import java.io.PrintStream;

/** One line that is written over and over while the cases run; nothing if the output isn't a terminal. */
public final class ProgressLine implements Runner.Progress {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private int bad;

    public ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void done(Verdict verdict, int done, int all) {
        if (verdict.isBad()) {
            bad++;
        }
        if (terminal) {
            int filled = WIDTH * done / all;
            out.print("\r\u001b[K[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + '/' + all
                    + (bad == 0 ? "" : ", " + bad + " not as expected") + "  " + verdict.of().id());
            out.flush();
        }
    }

    /** Takes the line away. */
    public void end() {
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
