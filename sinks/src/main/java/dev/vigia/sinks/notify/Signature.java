package dev.vigia.sinks.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a message as Standard Webhooks 1.0 has it: HMAC-SHA256 of {@code id.timestamp.body}, so that a receiver knows who sent
 * it, and drops what is older than a few minutes. With several secrets there are several signatures, for a change of secrets.
 */
final class Signature {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    /** In bytes, by the standard. */
    private static final int SHORTEST = 24;

    private static final int LONGEST = 64;

    private final List<byte[]> keys;

    private Signature(List<byte[]> keys) {
        this.keys = keys;
    }

    /**
     * @param secrets {@code whsec_} and base64 of 24 to 64 bytes; several are set apart by spaces
     * @throws IllegalArgumentException that does not show them
     */
    static Signature of(String secrets) {
        return new Signature(
                Arrays.stream(secrets.strip().split("\\s+")).map(Signature::key).toList());
    }

    private static byte[] key(String secret) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has to be whsec_ and base64");
        }
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw new IllegalArgumentException("has to be of " + SHORTEST + " to " + LONGEST
                    + " bytes; make one: echo whsec_$(openssl rand -base64 32)");
        }
        return key;
    }

    /** @param seconds when it is sent: seconds since 1970-01-01 UTC */
    Map<String, String> headers(String id, long seconds, String body) {
        byte[] content = (id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8);
        List<String> signatures = new ArrayList<>();
        for (byte[] key : keys) signatures.add("v1," + Base64.getEncoder().encodeToString(hmac(key, content)));
        Map<String, String> headers = new TreeMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put("webhook-signature", String.join(" ", signatures));
        return headers;
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has " + ALGORITHM, e);
        }
    }
}
