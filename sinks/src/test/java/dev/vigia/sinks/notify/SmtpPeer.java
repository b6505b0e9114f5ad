package dev.vigia.sinks.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A mail server that says what a test wants when it is told the recipient. */
final class SmtpPeer implements ChannelContract.Peer {

    static final String HANG_UP = "hang up";

    private final ServerSocket server;
    private final String answer;

    /** @param answer a whole reply; empty for none, {@link #HANG_UP} for the end of the connection */
    SmtpPeer(String answer) throws IOException {
        this.answer = answer;
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "smtp-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket);
            } catch (IOException e) {
                // The test has closed it, or the client hung up.
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        say(socket, "220 peer");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.split("[ :]")[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "RCPT" -> {
                    if (answer.equals(HANG_UP)) return;
                    say(socket, answer);
                }
                case "QUIT" -> {
                    say(socket, "221 bye");
                    return;
                }
                default -> say(socket, "250 fine");
            }
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        if (line.isEmpty()) return;
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public String lastMessage() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int told() {
        return 0;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
