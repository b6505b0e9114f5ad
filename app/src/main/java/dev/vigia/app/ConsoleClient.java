package dev.vigia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.console.ConsoleSettings;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The console's API, for commands. Whatever goes wrong is a {@link UserException}. */
final class ConsoleClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param url of the console, without a path */
    ConsoleClient(String url) {
        this.url = url.replaceFirst("/+$", "");
    }

    /** @param url of an option; where it is empty, the console is where the settings of this process say */
    static ConsoleClient of(Optional<String> url) {
        return new ConsoleClient(url.orElseGet(() -> url(Settings.load().console())));
    }

    /** Where the console of these settings is found from this machine. */
    static String url(ConsoleSettings settings) {
        return url(settings.host(), settings.port());
    }

    /** Where something that listens is found from this machine. */
    static String url(String host, int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return "http://" + (everywhere ? "127.0.0.1" : host) + ":" + port;
    }

    /** A text as it stands in a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    JsonNode get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, BodyPublishers.ofString(body.toString()));
    }

    JsonNode delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    private JsonNode send(String method, String path, BodyPublisher body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(15))
                    .header("Content-Type", "application/json")
                    .method(method, body)
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() < 300) return answer;
            throw new UserException(answer.at("/error/message")
                    .asText("The console at " + url + " answered " + response.statusCode() + "."));
        } catch (JsonProcessingException e) {
            throw new UserException(url + " does not answer as a Vigia console does.", e);
        } catch (IOException e) {
            throw new UserException(
                    "The console at " + url
                            + " does not answer. Start it (`vigia up` or `vigia console`), or say where it is"
                            + " with --console.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    "'" + url + "' is no address of a console; write, for instance, http://127.0.0.1:8080.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Interrupted before the console answered.", e);
        }
    }
}
