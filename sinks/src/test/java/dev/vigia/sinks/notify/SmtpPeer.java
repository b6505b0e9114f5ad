package dev.vigia.sinks.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that says what a test wants to some of the commands, and yes to the others. */
final class SmtpPeer implements ChannelContract.Peer {

    static final String HANG_UP = "hang up";

    /** As a command: what ends a message. */
    static final String END = ".";

    /** In an answer: all that the peer was told. */
    static final String ECHO = "%s";

    private final ServerSocket server;
    /** By how the command begins. */
    private final Map<String, String> answers = new ConcurrentSkipListMap<>(Comparator.reverseOrder());

    private final List<String> offers;
    private final Optional<SSLContext> tls;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> inTheClear = new CopyOnWriteArrayList<>();

    /** To who gives it the recipient. */
    SmtpPeer(String answer, String... offers) throws IOException {
        this("RCPT", answer, Optional.empty(), offers);
    }

    /**
     * @param command the one to which it says the answer
     * @param answer a whole reply; empty for none, {@link #HANG_UP} for the end of the connection
     * @param tls for who says {@code STARTTLS}
     * @param offers what it says that it can
     */
    SmtpPeer(String command, String answer, Optional<SSLContext> tls, String... offers) throws IOException {
        answers.put(command, answer);
        this.tls = tls;
        this.offers = List.of(offers);
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "smtp-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Says it from now on to commands that begin so; of several the longest counts.
     *
     * @param command for instance {@code RCPT TO:<ops@example.org>}
     * @param answer as above
     */
    SmtpPeer answer(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    /** One connection. */
    private static final class Line {

        private final Socket socket;
        private final BufferedReader in;

        Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        void say(String line) throws IOException {
            if (line.isEmpty()) return;
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }

        Line secured(SSLContext tls) throws IOException {
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
            secured.setUseClientMode(false);
            secured.startHandshake();
            return new Line(secured);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(new Line(socket));
            } catch (IOException e) {
                // The test has closed it, or the client hung up.
            }
        }
    }

    private void talk(Line begun) throws IOException {
        Line line = begun;
        line.say("220 peer");
        for (String told = hear(line); told != null; told = hear(line)) {
            String verb = told.split("[ :]")[0].toUpperCase(Locale.ROOT);
            Optional<String> answer = answer(told);
            if (answer.isPresent()) {
                if (answer.get().equals(HANG_UP)) return;
                // What else belongs to a login.
                if (told.equals("AUTH LOGIN")) askForLogin(line);
                line.say(answer.get().replace(ECHO, String.join(" ", heard)));
                continue;
            }
            switch (verb) {
                case "EHLO" -> hello(line);
                case "STARTTLS" -> {
                    line.say("220 go ahead");
                    line = line.secured(tls.orElseThrow());
                }
                case "AUTH" -> {
                    if (told.equals("AUTH LOGIN")) askForLogin(line);
                    line.say("235 welcome");
                }
                case "DATA" -> {
                    line.say("354 go on");
                    for (String text = hear(line); text != null && !text.equals(END); ) text = hear(line);
                    String end = answer(END).orElse("250 taken");
                    if (end.equals(HANG_UP)) return;
                    line.say(end);
                }
                case "QUIT" -> {
                    line.say("221 bye");
                    return;
                }
                default -> line.say("250 fine");
            }
        }
    }

    private Optional<String> answer(String told) {
        return answers.entrySet().stream()
                .filter(entry -> told.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private String hear(Line line) throws IOException {
        String told = line.in.readLine();
        if (told == null) return null;
        heard.add(told);
        if (!(line.socket instanceof SSLSocket)) inTheClear.add(told);
        return told;
    }

    private void hello(Line line) throws IOException {
        line.say("250-peer");
        for (String offer : offers) line.say("250-" + offer);
        line.say("250 HELP");
    }

    private void askForLogin(Line line) throws IOException {
        line.say("334 VXNlcm5hbWU6");
        hear(line);
        line.say("334 UGFzc3dvcmQ6");
        hear(line);
    }

    /** All lines that it was told. */
    List<String> heard() {
        return heard;
    }

    /** Those that begin so, without that. */
    List<String> heard(String begin) {
        return heard.stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()))
                .toList();
    }

    /** Those that somebody on the way could read. */
    List<String> inTheClear() {
        return inTheClear;
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
