package dev.vigia.processors.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class OrderedKeyTest {

    @Test
    void key_ofTextAndNumber_sortsAsTheyDo() {
        List<Bytes> sorted = new ArrayList<>();
        for (String text : List.of("", "\0", "\0a", "a", "a\0", "a\0\1", "a\1", "aa", "b", "é")) {
            for (long number : new long[] {Long.MIN_VALUE, -1, 0, 1, 256, Long.MAX_VALUE}) {
                sorted.add(OrderedKey.start().text(text).number(number).key());
            }
        }
        List<Bytes> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(1));
        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(sorted).doesNotHaveDuplicates();
    }

    @Test
    void key_ofText_isNoPrefixOfAnotherTextsKey() {
        String a = OrderedKey.start().text("a").key().toString();

        assertThat(OrderedKey.start().text("a\0b").key().toString()).doesNotStartWith(a);
        assertThat(OrderedKey.start().text("ab").key().toString()).doesNotStartWith(a);
        assertThat(OrderedKey.start().text("a").number(5).key().toString()).startsWith(a);
    }
}
