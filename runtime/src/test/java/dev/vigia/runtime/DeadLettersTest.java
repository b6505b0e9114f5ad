package dev.vigia.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Topics;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void of_anyRecord_keepsBytesAndHeadersAndSaysWhy() {
        ConsumerRecord<byte[], byte[]> source =
                new ConsumerRecord<>("logs.raw", 3, 42, new byte[] {1}, new byte[] {2, 3});
        source.headers().add("content-type", "text/plain".getBytes(UTF_8));

        ProducerRecord<byte[], byte[]> letter =
                DeadLetters.of(Topics.of("", 1, 1).deadLetters(), source, "normalize", "not JSON: ã");

        assertThat(letter.topic()).isEqualTo("dead-letters");
        assertThat(letter.key()).containsExactly(1);
        assertThat(letter.value()).containsExactly(2, 3);
        assertThat(header(letter, "content-type")).isEqualTo("text/plain");
        assertThat(header(letter, DeadLetters.STAGE)).isEqualTo("normalize");
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("not JSON: ã");
        assertThat(Arrays.asList(
                        header(letter, DeadLetters.TOPIC),
                        header(letter, DeadLetters.PARTITION),
                        header(letter, DeadLetters.OFFSET)))
                .containsExactly("logs.raw", "3", "42");
    }

    @Test
    void of_longReason_isCutToOneShortLine() {
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>("logs.raw", 3, 42, null, new byte[0]);

        ProducerRecord<byte[], byte[]> letter =
                DeadLetters.of(Topics.of("", 1, 1).deadLetters(), source, "normalize", "x".repeat(100_000) + "\nmore");

        assertThat(header(letter, DeadLetters.REASON))
                .hasSize(1_001)
                .startsWith("xxx")
                .endsWith("…");
    }
}
