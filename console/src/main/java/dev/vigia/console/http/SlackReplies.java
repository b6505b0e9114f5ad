package dev.vigia.console.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who pressed a button what only they need to know, at the address that Slack gives with it. Thread-safe. */
@FunctionalInterface
interface SlackReplies {

    /** Does not wait. What does not arrive is left. */
    void whisper(String responseUrl, String words);

    /** To Slack's own host only: the address stands in what was sent, even if Slack signed it. */
    static SlackReplies toSlack() {
        Logger log = LoggerFactory.getLogger(SlackReplies.class);
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        return (responseUrl, words) -> {
            if (!responseUrl.toLowerCase(Locale.ROOT).matches("https://hooks\\.slack\\.com/[!-~]+")) return;
            String body = Json.object()
                    .put("response_type", "ephemeral")
                    .put("replace_original", false)
                    .put("text", words)
                    .toString();
            HttpRequest request = HttpRequest.newBuilder(URI.create(responseUrl))
                    .timeout(Duration.ofSeconds(5))
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                    .build();
            client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                if (failure != null) log.info("Slack was not told that nothing was done: {}", failure.toString());
            });
        };
    }
}
