package dev.vigia.processors.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100, 511, 512})
    void count_upToFew_isExact(int number) {
        Distinct distinct = distinct(0, number);
        for (int i = 0; i < number; i++) distinct.add("10.0.0." + i);
        assertThat(distinct.count()).isEqualTo(number);
        assertThat(Distinct.of(distinct.toBytes()).count()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 600, 2_000, 10_000, 100_000})
    void count_ofMany_isWithinThreeStandardErrors(int number) {
        Distinct distinct = distinct(0, number);
        assertThat((double) distinct.count()).isCloseTo(number, within(0.036 * number));
        assertThat(distinct.count()).isGreaterThan(Distinct.FEW);
        assertThat(Distinct.of(distinct.toBytes()).count()).isEqualTo(distinct.count());
    }

    /** One seed says little about a standard error; many small sets of texts say it. */
    @Test
    void count_ofManySets_hasTheStatedStandardError() {
        int sets = 200;
        double squares = 0;
        for (int set = 0; set < sets; set++) {
            double error = distinct(set * 5_000, 5_000).count() / 5_000.0 - 1;
            squares += error * error;
        }
        assertThat(Math.sqrt(squares / sets)).isBetween(0.009, 0.0145);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 512, 513, 5_000})
    void toBytes_whateverTheOrderAndGrouping_areTheSame(int number) {
        List<String> texts = new ArrayList<>(texts(0, number));
        ByteBuffer expected = distinct(0, number).toBytes();
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Collections.shuffle(texts, random);
            Distinct merged = new Distinct();
            for (int from = 0; from < number; ) {
                int to = Math.min(number, from + 1 + random.nextInt(700));
                Distinct part = new Distinct();
                texts.subList(from, to).forEach(part::add);
                if (random.nextBoolean()) merged.merge(part);
                else merged.merge(part.toBytes());
                from = Math.max(from + 1, to - random.nextInt(20)); // some come twice
            }
            assertThat(merged.toBytes()).isEqualTo(expected);
            assertThat(merged.count()).isEqualTo(distinct(0, number).count());
        }
    }

    @Test
    void merge_ofFewIntoManyAndOfManyIntoFew_areTheSame() {
        Distinct few = distinct(0, 10);
        few.merge(distinct(5, 3_000));
        Distinct many = distinct(5, 3_000);
        many.merge(distinct(0, 10));
        assertThat(few.toBytes()).isEqualTo(many.toBytes());
        assertThat(distinct(0, 10).count()).as("what was merged keeps its own").isEqualTo(10);
    }

    /** Frames of today are merged with those of other versions and JVMs. XXH3 of "a" and "" as xxhash.com has them. */
    @Test
    void toBytes_ofKnownTexts_arePinned() {
        Distinct distinct = new Distinct();
        distinct.add("a");
        assertThat(HexFormat.of().formatHex(distinct.toBytes().array())).isEqualTo("00e6c632b61e964e1f");
        distinct.add("");
        assertThat(HexFormat.of().formatHex(distinct.toBytes().array()))
                .isEqualTo("002d06800538d394c2e6c632b61e964e1f");
    }

    @Test
    void of_otherBytes_saysSo() {
        for (byte[] bytes : new byte[][] {{}, {0, 1}, {1, 2, 3}, {7}, new byte[1 + 513 * 8]}) {
            assertThatThrownBy(() -> Distinct.of(ByteBuffer.wrap(bytes)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("These bytes do not say which texts there were");
        }
    }

    private static Distinct distinct(int from, int number) {
        Distinct distinct = new Distinct();
        texts(from, number).forEach(distinct::add);
        return distinct;
    }

    private static List<String> texts(int from, int number) {
        return IntStream.range(from, from + number).mapToObj(i -> "10.0.0." + i).toList();
    }
}
