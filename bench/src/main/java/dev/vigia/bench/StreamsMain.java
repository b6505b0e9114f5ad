package dev.vigia.bench;

import java.io.IOException;

/** The peer {@link StreamsPeer} in a process of its own. Arguments: those of {@link PeerServer#serve}. */
public final class StreamsMain {

    private StreamsMain() {}

    public static void main(String[] args) throws IOException {
        PeerServer.serve(args, StreamsPeer::new);
    }
}
