package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastTest {

    @Test
    void put_oneTooMany_forgetsTheEldest() {
        Last<Integer> last = new Last<>();

        IntStream.rangeClosed(0, Last.KNOWN).forEach(i -> last.put("id" + i, i));

        assertThat(last).hasSize(Last.KNOWN).doesNotContainKey("id0").containsKeys("id1", "id" + Last.KNOWN);
    }
}
