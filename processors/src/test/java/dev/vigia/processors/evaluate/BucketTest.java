package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.sketch.Distinct;
import dev.vigia.processors.sketch.Sketch;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Delta;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketTest {

    @Test
    void plus_ofBuckets_isThatOfTheirDeltas() {
        Bucket merged = Bucket.of(0, delta(0, "a", "b"))
                .plus(Bucket.of(1, delta(5, "b")).plus(1, delta(6, "c")));
        assertThat(merged.totals().count()).isEqualTo(4);
        assertThat(merged.distinct().orElseThrow().count()).isEqualTo(3);
        assertThat(merged.origins().ranges()).containsOnlyKeys(0, 1);
        Bucket read = Bucket.decode(merged.encode());
        assertThat(read.encode()).isEqualTo(merged.encode());
        assertThat(read.distinct().orElseThrow().count()).isEqualTo(3);
    }

    /** As it was before there were distinct values. */
    @Test
    void decode_ofLayoutOne_hasNoDistinctValues() {
        Sketch sketch = new Sketch();
        sketch.add(3, 1);
        Encoder old = new Encoder(1);
        new Totals(1, 0, 1, 3, 3, 3, 3, 9).encode(old);
        new Origins().encode(old);
        byte[] bytes = new byte[sketch.toBytes().remaining()];
        sketch.toBytes().get(bytes);
        Bucket bucket = Bucket.decode(old.bytes(bytes).toBytes());
        assertThat(bucket.totals().sum()).isEqualTo(3);
        assertThat(bucket.sketch().orElseThrow().count()).isEqualTo(1);
        assertThat(bucket.distinct()).isEmpty();
    }

    private static Delta delta(long offset, String... values) {
        Distinct distinct = new Distinct();
        for (String value : values) distinct.add(value);
        return Delta.newBuilder()
                .setCut(0)
                .setSeries("r")
                .setSpec(1)
                .setGroup(List.of())
                .setBucket(0)
                .setCount(values.length)
                .setValues(values.length)
                .setFirstOffset(offset)
                .setLastOffset(offset)
                .setDistinct(distinct.toBytes())
                .build();
    }
}
