package dev.vigia.bench.flink;

import dev.vigia.bench.PeerServer;
import java.io.IOException;

/** The peer {@link FlinkPeer} in a process of its own. Arguments: those of {@link PeerServer#serve}. */
public final class FlinkMain {

    private FlinkMain() {}

    public static void main(String[] args) throws IOException {
        PeerServer.serve(args, FlinkPeer::new);
    }
}
