package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver that verifies as Standard Webhooks says: all three headers, a time within five minutes, one right signature of the
 * bytes as they came.
 */
final class SignedWebhookService implements HttpPeer.Service {

    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Consumer<Received> body;

    /** @param body checks what is signed */
    SignedWebhookService(Consumer<Received> body) {
        this.body = body;
    }

    @Override
    public Answer take(Received request) {
        String id = request.header("webhook-id").orElseThrow(() -> new IllegalArgumentException("no webhook-id"));
        String time = request.header("webhook-timestamp")
                .orElseThrow(() -> new IllegalArgumentException("no webhook-timestamp"));
        String signatures = request.header("webhook-signature")
                .orElseThrow(() -> new IllegalArgumentException("no webhook-signature"));
        require(id.matches("[A-Za-z0-9_-]+"), "webhook-id");
        require(Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) <= 300, "too old or too new");
        byte[] right = ("v1," + expected(id + "." + time + "." + request.body())).getBytes(StandardCharsets.UTF_8);
        require(
                Arrays.stream(signatures.split(" "))
                        .anyMatch(one -> MessageDigest.isEqual(right, one.getBytes(StandardCharsets.UTF_8))),
                "no matching signature");
        require(request.header("Authorization").equals(Optional.of("Bearer t0kenOfTheHook")), "who are you?");
        require(request.header("X-Team").equals(Optional.of("payments-team")), "which team?");
        body.accept(request);
        return new Answer(204, "");
    }

    private static String expected(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.replace("whsec_", "")), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> key(Received request) {
        return request.header("webhook-id");
    }
}
