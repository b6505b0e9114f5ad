package dev.vigia.processors.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/** Names an alert: one rule and one group. The same in every JVM. */
public final class AlertId {

    private AlertId() {}

    /**
     * The id of an alert: 16 lower-case hexadecimal digits.
     *
     * @param group values of the rule's group-by fields, in their order
     */
    public static String of(String ruleId, List<String> group) {
        MessageDigest digest = sha256();
        update(digest, ruleId);
        group.forEach(value -> update(digest, value));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** The id of an alert from outside, which its labels name. No rule has an empty id. */
    public static String ofLabels(Map<String, String> labels) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(labels).forEach((name, value) -> parts.addAll(List.of(name, value)));
        return of("", parts);
    }

    /** The partition that Kafka's default partitioner gives the id as a key; that of {@code signals} as of {@code alerts}. */
    public static int partition(String alertId, int partitions) {
        return Utils.toPositive(Utils.murmur2(alertId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** Adds a text and a byte that UTF-8 has no other use for, so that ("a", "b") and ("ab") differ. */
    static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
