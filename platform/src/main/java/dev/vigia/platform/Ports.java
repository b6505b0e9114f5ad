package dev.vigia.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. Thread-safe. */
public final class Ports {
    // Below the range systems take the near end of outgoing connections from (Linux: 32768, others: 49152), so that no
    // connection gets the port between our look and the moment the server binds it.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * A port nothing listens on. The same one is not handed out twice by this JVM; another process may still take it.
     *
     * @throws IllegalStateException if none was found
     */
    public static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!HANDED_OUT.contains(port) && isFree(port) && HANDED_OUT.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + LOWEST + " and " + HIGHEST);
    }

    /** {@code port}, or a free one for 0. */
    static int orFree(int port) {
        return port == 0 ? free() : port;
    }

    /**
     * Makes sure that a server will get its port. To be called before anything is started, so that the user reads one
     * line in place of a stack trace.
     *
     * @param name what wants the port, as the user knows it
     * @param port the port; 0, which means any, is always free
     * @param variable the environment variable that moves it
     * @throws PortTakenException if something listens on it
     */
    public static void requireFree(String name, int port, String variable) {
        if (port != 0 && !isFree(port)) {
            throw new PortTakenException("Port " + port + " for " + name
                    + " is taken by another process: stop that one, or set " + variable + " to a free port.");
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: connections left over from the last run do not keep the port.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
