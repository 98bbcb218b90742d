package conformance.sections;

import conformance.suite.Suite;
import java.util.List;

/** All groups of sections. */
public final class Sections {
    private Sections() {}

    public static Suite all() {
        return Suite.of(List.of(
                new Masking(),
                new Framing(),
                new ControlFrames(),
                new CloseFrames()));
    }
}
