package dev.vigia.sinks.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What listens at the other end of a webhook. */
final class HttpPeer implements ChannelContract.Peer {

    /**
     * A request that came in.
     *
     * @param path with the query, if there is one
     * @param headers names in any case
     */
    record Received(String method, String path, Map<String, List<String>> headers, byte[] content) {

        /** The content, if it is text in UTF-8. */
        String body() {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(content))
                        .toString();
            } catch (CharacterCodingException e) {
                return "\uFFFD";
            }
        }

        Optional<String> header(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            if (values.size() > 1) throw new IllegalArgumentException(name + " is there twice");
            return values.stream().findFirst();
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {

        Answer(int status, String body) {
            this(status, Map.of(), body);
        }
    }

    /** What the real service does with a request. */
    interface Service {

        /** @throws IllegalArgumentException in the service's words; answered with {@link #refusal} */
        Answer take(Received request);

        /** What it knows the message of a request by that it took: the same one again is one message. Empty where it cannot tell. */
        default Optional<String> key(Received request) {
            return Optional.empty();
        }

        /** What a reader sees of a request that it took. */
        default String text(Received request) {
            return request.body();
        }

        default Answer refusal(String words) {
            return new Answer(400, words);
        }
    }

    static {
        // Else an answer with a body waits 40 ms for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Received> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Service service;
    private volatile Answering answering;

    /** How a request that was read is answered. */
    private interface Answering {
        void answer(HttpExchange exchange, Received request) throws IOException, InterruptedException;
    }

    /** One that takes everything. */
    HttpPeer() throws IOException {
        this(request -> new Answer(200, "ok"));
    }

    HttpPeer(Service service) throws IOException {
        this.service = service;
        this.answering = this::serve;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                Received request = read(exchange);
                received.add(request);
                answering.answer(exchange, request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    private static Received read(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        return new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    private void serve(HttpExchange exchange, Received request) throws IOException {
        Answer answer;
        try {
            answer = service.take(request);
            if (answer.status() / 100 == 2) taken.add(request);
        } catch (IllegalArgumentException e) {
            answer = service.refusal(String.valueOf(e.getMessage()));
        }
        say(exchange, answer);
    }

    private static void say(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) exchange.getResponseBody().write(bytes);
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    /** Answers everything so from now on; 429 with {@code Retry-After: 7}. */
    HttpPeer answer(int status, String text) {
        return answer(new Answer(status, status == 429 ? Map.of("Retry-After", "7") : Map.of(), text));
    }

    HttpPeer answer(Answer answer) {
        answering = (exchange, request) -> say(exchange, answer);
        return this;
    }

    /** Refuses everything and says it back. */
    HttpPeer echo() {
        answering = (exchange, request) ->
                say(exchange, new Answer(403, request.path() + " " + request.headers() + " " + request.body()));
        return this;
    }

    /** Takes requests and says nothing. */
    HttpPeer fallSilent() {
        answering = (exchange, request) -> released.await();
        return this;
    }

    /** Takes requests and hangs up. */
    HttpPeer hangUp() {
        answering = (exchange, request) -> exchange.close();
        return this;
    }

    /** Says the status and a part of the answer, and hangs up. */
    HttpPeer tear(int status) {
        answering = (exchange, request) -> begin(exchange, status);
        return this;
    }

    /** Says the status and a part of the answer, and then nothing. */
    HttpPeer stall(int status) {
        answering = (exchange, request) -> {
            begin(exchange, status);
            released.await();
        };
        return this;
    }

    private static void begin(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 100);
        exchange.getResponseBody().write("hal".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    List<Received> received() {
        return received;
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public String lastMessage() {
        return service.text(taken.get(taken.size() - 1));
    }

    @Override
    public int told() {
        Set<String> keys = new HashSet<>();
        int unkeyed = 0;
        for (Received request : taken) {
            Optional<String> key = service.key(request);
            if (key.isEmpty()) unkeyed++;
            key.ifPresent(keys::add);
        }
        return keys.size() + unkeyed;
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
