package dev.vigia.chaos.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.chaos.cluster.Http;
import dev.vigia.runtime.UserException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * People who act on alerts by the console's API: one service is silenced from the beginning, and each alert of the others is
 * acknowledged, assigned and commented on once it is active. What got no answer is tried again under the same id. Thread-safe.
 */
public final class Operators implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final Duration LONGER_THAN_ANY_RUN = Duration.ofDays(7);

    /** What is done with an alert, as the API calls it, and what goes with it. */
    private static final Map<String, String> DEEDS = new TreeMap<>(
            Map.of("ack", "{}", "assign", "{\"assignee\":\"ana\"}", "comment", "{\"comment\":\"on it\"}"));

    private static final List<Integer> FINAL_REFUSALS = List.of(400, 404, 409);

    private final URI console;
    private final Map<String, Outcome> outcomes = new TreeMap<>();
    private final Map<String, Command> pending = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean stopping;

    /** What those who act were told. */
    public enum Outcome {
        /** Nothing for sure. */
        UNKNOWN,
        DONE,
        REFUSED
    }

    private record Command(String id, URI uri, String body) {}

    /**
     * Silences {@link Script#SILENCED}, and acts from then on.
     *
     * @param console where its API is
     */
    public Operators(URI console) {
        this.console = console;
        String silence = JSON.createObjectNode()
                .put("duration", LONGER_THAN_ANY_RUN.toSeconds())
                .put("created_by", "chaos")
                .put("comment", "nobody wants to hear of it")
                .set("matchers", JSON.createArrayNode().add("service=" + Script.SILENCED))
                .toString();
        Http.Answer answer = Http.call("POST", console.resolve("/api/silences"), silence);
        if (answer.status() / 100 != 2) throw new UserException("The console does not silence: " + answer);
        thread = new Thread(this::run, "operators");
        thread.setDaemon(true);
        thread.start();
    }

    /** What became of each command so far, by its id. */
    public synchronized Map<String, Outcome> outcomes() {
        return new TreeMap<>(outcomes);
    }

    private void run() {
        try {
            while (!stopping) {
                Http.json(console.resolve("/api/alerts?status=active"))
                        .path("alerts")
                        .forEach(this::take);
                List.copyOf(pending.values()).forEach(this::attempt);
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(JsonNode alert) {
        String episode = alert.path("episode_id").asText();
        DEEDS.forEach((deed, more) -> {
            String id = deed + "-" + episode;
            if (!begin(id)) return;
            ObjectNode body = object(more)
                    .put("actor", "chaos")
                    .put("episode_id", episode)
                    .put("command_id", id);
            URI uri = console.resolve("/api/alerts/" + alert.path("alert_id").asText() + "/" + deed);
            pending.put(id, new Command(id, uri, body.toString()));
        });
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized boolean begin(String id) {
        return outcomes.putIfAbsent(id, Outcome.UNKNOWN) == null;
    }

    private void attempt(Command command) {
        try {
            int status = Http.call("POST", command.uri(), command.body()).status();
            if (status == 200) end(command, Outcome.DONE);
            else if (FINAL_REFUSALS.contains(status)) end(command, Outcome.REFUSED);
        } catch (UncheckedIOException e) {
            // The console is away; once more the next time.
        }
    }

    private synchronized void end(Command command, Outcome outcome) {
        outcomes.put(command.id(), outcome);
        pending.remove(command.id());
    }

    /** Nobody acts any more. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
