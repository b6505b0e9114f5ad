package dev.vigia.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Calls of the Confluent Schema Registry REST API, with fail-over between the URLs. Not for several threads at once.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">the API</a>
 */
final class RegistryHttp {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final RegistrySettings settings;
    private final HttpClient client;

    /** Index of the URL that answered last. */
    private int preferred;

    RegistryHttp(RegistrySettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * An answer about the request: a success, or a refusal in the registry's own words.
     *
     * @param errorCode the registry's code, for instance 40403; 0 for a success
     */
    record Answer(int errorCode, JsonNode body) {

        boolean ok() {
            return errorCode == 0;
        }

        String message() {
            return body.path("message").asText("");
        }
    }

    /**
     * Makes a call.
     *
     * @param body sent as JSON; a missing node for none
     * @throws RegistryUnavailableException when no URL answered to the request itself
     */
    Answer call(String method, String path, JsonNode body) {
        RegistryUnavailableException failure = null;
        int urls = settings.urls().size();
        int first = preferred;
        for (int i = 0; i < urls; i++) {
            int candidate = (first + i) % urls;
            try {
                Answer answer = answer(send(settings.urls().get(candidate), method, path, body));
                preferred = candidate;
                return answer;
            } catch (RegistryUnavailableException e) {
                if (failure != null) e.addSuppressed(failure);
                failure = e;
            }
        }
        throw failure == null ? new RegistryUnavailableException("no registry is configured") : failure;
    }

    private HttpResponse<String> send(URI base, String method, String path, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(settings.readTimeout())
                .header("Accept", CONTENT_TYPE + ", application/json")
                .header("Content-Type", CONTENT_TYPE)
                .method(
                        method,
                        body.isMissingNode() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        settings.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryUnavailableException("The schema registry " + base + " cannot be reached: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("Interrupted while waiting for the schema registry " + base, e);
        }
    }

    /** Tells what is said about the request from what is said about the registry. */
    private static Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode body = json(response.body());
        if (status / 100 == 2) {
            if (!body.isContainerNode()) throw unavailable(response, "that is not a schema registry");
            return new Answer(0, body);
        }
        int code = body.path("error_code").asInt(0);
        boolean aboutRequest = status == 404 || status == 409 || status == 422 || status == 400;
        if (aboutRequest && code != 0) return new Answer(code, body);
        if (status == 401 || status == 403) throw unavailable(response, "check basic.auth.user.info");
        if (status == 404) throw unavailable(response, "check " + RegistrySettings.URL);
        throw unavailable(response, body.path("message").asText(""));
    }

    private static RegistryUnavailableException unavailable(HttpResponse<String> response, String hint) {
        return new RegistryUnavailableException("The schema registry answered " + response.statusCode() + " to "
                + response.request().method() + " " + response.uri() + (hint.isEmpty() ? "" : ": " + hint));
    }

    private static JsonNode json(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
