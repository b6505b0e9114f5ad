package dev.vigia.sinks.elasticsearch.documents;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.apache.kafka.common.TopicPartition;

/** Ids that are the same whenever a record is read, so that writing it again is seen to be that. */
public final class DocumentId {

    /** Elasticsearch's own limit. */
    private static final int MAX_BYTES = 512;

    private static final MessageDigest SHA_1 = sha1();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private DocumentId() {}

    /** {@code base64url(SHA-1(topic NUL partition NUL offset))}, the numbers in decimal: 27 characters. */
    public static String of(TopicPartition partition, long offset) {
        return digest(
                (partition.topic() + '\0' + partition.partition() + '\0' + offset).getBytes(StandardCharsets.UTF_8));
    }

    /** A record's key as it is if it is text and short enough, else its digest. */
    static String ofKey(byte[] key) {
        if (key.length > MAX_BYTES) return digest(key);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key));
            return text.toString();
        } catch (CharacterCodingException e) {
            return digest(key);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            // A copy is cheaper than a look-up among the JDK's providers.
            byte[] hash = ((MessageDigest) SHA_1.clone()).digest(bytes);
            return BASE64.encodeToString(hash);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's own SHA-1 can be copied.", e);
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1.", e);
        }
    }
}
