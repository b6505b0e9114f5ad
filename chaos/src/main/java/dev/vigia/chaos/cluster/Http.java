package dev.vigia.chaos.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests to servers on this machine. */
public final class Http {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Http() {}

    /** What a server says, whatever the status. */
    public record Answer(int status, String body) {}

    /** @throws UncheckedIOException when there is no answer */
    public static Answer call(String method, URI uri, String json) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("nobody waits for the answer"));
        }
    }

    /** @throws UncheckedIOException when there is no answer */
    public static Answer get(URI uri) {
        return call("GET", uri, "");
    }

    /** The JSON that a server says, whatever the status; an object with {@code error} when there is none. */
    public static JsonNode json(URI uri) {
        try {
            return JSON.readTree(get(uri).body());
        } catch (JsonProcessingException | UncheckedIOException e) {
            return JSON.createObjectNode().put("error", e.toString());
        }
    }
}
