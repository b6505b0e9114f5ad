package dev.vigia.console;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A page in a real browser: Debian's Chromium without a window, spoken to by its DevTools protocol, which needs no driver. Elements are
 * named by CSS selectors.
 */
final class Chromium implements AutoCloseable {

    static final String PROGRAM = "chromium";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Listener listener = new Listener();
    private final AtomicLong lastId = new AtomicLong();
    private final WebSocket socket;

    private Chromium(Process process, Path profile) {
        this.process = process;
        HttpClient http = HttpClient.newHttpClient();
        URI page = await().atMost(PATIENCE).ignoreExceptions().until(() -> page(http, profile), uri -> true);
        this.socket = http.newWebSocketBuilder().buildAsync(page, listener).join();
        call("Runtime.enable", JSON.createObjectNode());
    }

    /** @param profile a folder that may be thrown away */
    static Chromium open(Path profile, URI page) throws IOException {
        Files.createDirectories(profile);
        Process process = new ProcessBuilder(
                        PROGRAM,
                        "--headless=new",
                        // Root, which CI is, may not have one.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        page.toString())
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        try {
            return new Chromium(process, profile);
        } catch (RuntimeException e) {
            kill(process);
            throw new IllegalStateException("Chromium says: " + Files.readString(profile.resolve("log")), e);
        }
    }

    /** Where the page is spoken to; the browser writes its port into a file. */
    private static URI page(HttpClient http, Path profile) throws IOException, InterruptedException {
        String port = Files.readAllLines(profile.resolve("DevToolsActivePort")).get(0);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        for (JsonNode target : JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body())) {
            if (target.path("type").asText().equals("page")) {
                return URI.create(target.path("webSocketDebuggerUrl").asText());
            }
        }
        throw new IllegalStateException("no page yet");
    }

    /** Clicks the button that says this, and whether there is one to be clicked. */
    boolean click(String within, String words) {
        return run("""
                (() => {
                  const button = [...document.querySelectorAll(%s + ' button')]
                    .find((one) => one.textContent.trim() === %s && !one.disabled);
                  button?.click();
                  return Boolean(button);
                })()""".formatted(quoted(within), quoted(words))).asBoolean();
    }

    /** Enters a value as somebody does who then goes on to the next field. */
    void fill(String selector, String value) {
        run("""
                (() => {
                  const field = document.querySelector(%s);
                  field.value = %s;
                  for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, {bubbles: true}));
                })()""".formatted(quoted(selector), quoted(value)));
    }

    String value(String selector) {
        return run("document.querySelector(%s)?.value ?? ''".formatted(quoted(selector)))
                .asText();
    }

    /** The text of an element; empty while there is none. */
    String text(String selector) {
        return run("document.querySelector(%s)?.textContent ?? ''".formatted(quoted(selector)))
                .asText();
    }

    /** Whether a dialog is open. */
    boolean isOpen(String selector) {
        return run("document.querySelector(%s).open".formatted(quoted(selector)))
                .asBoolean();
    }

    /** What scripts of the page have thrown and nobody caught. */
    List<String> errors() {
        return List.copyOf(listener.errors);
    }

    private JsonNode run(String script) {
        ObjectNode parameters = JSON.createObjectNode().put("expression", script);
        JsonNode answer = call("Runtime.evaluate", parameters.put("returnByValue", true));
        if (answer.has("exceptionDetails")) throw new IllegalStateException(answer.toString());
        return answer.at("/result/value");
    }

    private JsonNode call(String method, ObjectNode parameters) {
        long id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        listener.waiting.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        socket.sendText(message.set("params", parameters).toString(), true).join();
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            // It writes into its profile until it is gone.
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        socket.abort();
        kill(process);
    }

    /** Gives answers to whoever waits for them, and keeps what went wrong. */
    private static final class Listener implements WebSocket.Listener {

        private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        private final List<String> errors = new CopyOnWriteArrayList<>();
        private final StringBuilder received = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            received.append(data);
            if (last) {
                take(received.toString());
                received.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void take(String text) {
            JsonNode message;
            try {
                message = JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
                errors.add(message.at("/params/exceptionDetails").toString());
            }
            CompletableFuture<JsonNode> answer =
                    waiting.remove(message.path("id").asLong());
            if (answer != null) answer.complete(message.path("result"));
        }
    }
}
