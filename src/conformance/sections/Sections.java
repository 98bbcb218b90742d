package conformance.sections;

import conformance.suite.Suite;
import java.util.List;

/** All groups of sections. */
public final class Sections {
    private Sections() {}

    public static Suite all() {
        return Suite.of(List.of(
                new ResourceNames(),
                new OpeningRequest(),
                new OpeningResponse(),
                new OpeningFields(),
                new OpeningRefusals(),
                new Negotiation(),
                new Masking(),
                new Framing(),
                new Fragmentation(),
                new ControlFrames(),
                new CloseFrames(),
                new Messages(),
                new Segments(),
                new Closing(),
                new CloseCodes(),
                new Utf8(),
                new Utf8Table(),
                new Limits(),
                new InvalidData(),
                new DeflateOffers(),
                new DeflateParameters(),
                new DeflateFrames(),
                new DeflateSizes(),
                new DeflateBlocks(),
                new DeflateWindow(),
                new Tunnels(),
                new HostileHabits(),
                new HttpMessages(),
                new HttpContent(),
                new HttpChunks(),
                new HttpConnections(),
                new HttpFields(),
                new HttpMethods(),
                new HttpSemantics()));
    }
}
