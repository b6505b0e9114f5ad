package dev.vigia.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvroWireFormatTest {

    private FakeRegistry registry;
    private RegistryClient client;

    @BeforeEach
    void open() throws IOException {
        registry = new FakeRegistry();
        client = new RegistryClient(registry.config());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void serialize_anyRecordOfAnyTopic_comesBackEqual() {
        for (Topic topic : Topics.of("", 1, 1).all()) {
            if (topic.schema().isEmpty()) continue;
            Schema schema = topic.schema().get();
            Class<?> type = SpecificData.get().getClass(schema);
            try (var serializer = new AvroSerializer<>(client);
                    var deserializer = new AvroDeserializer<>(client, type.asSubclass(Object.class))) {
                roundTrip(topic, schema, serializer, deserializer);
            }
        }
    }

    private static void roundTrip(
            Topic topic, Schema schema, AvroSerializer<IndexedRecord> serializer, AvroDeserializer<?> deserializer) {
        int id = 0;
        for (Object random : new RandomData(schema, 100, 42)) {
            IndexedRecord record = (IndexedRecord) SpecificData.get().deepCopy(schema, random);
            byte[] bytes = serializer.serialize(topic.name(), record);
            id = WireFormat.id(bytes);
            assertThat(deserializer.deserialize(topic.name(), bytes)).isEqualTo(record);
        }
        assertThat(id).isGreaterThanOrEqualTo(100);
    }

    @Test
    void serialize_aTick_hasMagicByteIdAndAvro() {
        byte[] bytes;
        try (var serializer = new AvroSerializer<>(client)) {
            bytes = serializer.serialize("signals", new Signal(new Tick(1L, List.of())));
        }

        assertThat(bytes).containsExactly(0, 0, 0, 0, 100, 2, 2, 0);
        assertThat(new AvroSerializer<>(client).serialize("signals", null)).isNull();
    }

    @Test
    void deserialize_brokenBytes_isAlwaysASerializationException() {
        Log log = log("hello");
        byte[] good = new AvroSerializer<>(client).serialize("logs", log);
        var deserializer = new AvroDeserializer<>(client, Log.class);
        Random random = new Random(1);

        for (int i = 0; i < 20_000; i++) {
            byte[] broken = Arrays.copyOf(good, 5 + random.nextInt(good.length - 4));
            for (int change = random.nextInt(4); change > 0 && broken.length > 5; change--) {
                broken[5 + random.nextInt(broken.length - 5)] = (byte) random.nextInt();
            }
            try {
                deserializer.deserialize("logs", broken);
            } catch (SerializationException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
        assertThat(deserializer.deserialize("logs", good)).isEqualTo(log);
    }

    @Test
    void deserialize_whatIsNotAvro_saysWhy() {
        var deserializer = new AvroDeserializer<>(client, Log.class);

        assertThat(deserializer.deserialize("logs", null)).isNull();
        assertThatThrownBy(() -> deserializer.deserialize("logs", new byte[0])).hasMessageContaining("no bytes");
        assertThatThrownBy(() -> deserializer.deserialize("logs", "{}".getBytes()))
                .hasMessage("not Avro: the first byte is 0x7b instead of 0x00");
        assertThatThrownBy(() -> deserializer.deserialize("logs", new byte[3])).hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> deserializer.deserialize("logs", new byte[] {0, 0, 0, 1, 0, 9}))
                .hasMessage("unknown schema id 256");
    }

    @Test
    void deserialize_anotherRecordType_isRefused() {
        byte[] tick = new AvroSerializer<>(client).serialize("signals", new Signal(new Tick(1L, List.of())));

        assertThatThrownBy(() -> new AvroDeserializer<>(client, Log.class).deserialize("logs", tick))
                .isExactlyInstanceOf(SerializationException.class)
                .hasMessageContaining("Signal")
                .hasMessageContaining("Log");
    }

    @Test
    void deserialize_ofOldVersion_fillsInDefaults() {
        Schema old = SchemaBuilder.record("Log")
                .namespace("dev.vigia.schemas.avro")
                .fields()
                .requiredLong("timestamp")
                .requiredString("message")
                .requiredString("since_removed")
                .endRecord();
        GenericRecord record = new GenericData.Record(old);
        record.put("timestamp", 5L);
        record.put("message", "from the past");
        record.put("since_removed", "gone");
        byte[] bytes = new AvroSerializer<>(client).serialize("logs", record);

        Log log = new AvroDeserializer<>(client, Log.class).deserialize("logs", bytes);

        assertThat(log.getMessage()).isEqualTo("from the past");
        assertThat(log.getService()).isEqualTo("unknown");
        assertThat(log.getCount()).isEqualTo(1);
        assertThat(log.getAttributes()).isEmpty();
    }

    @Test
    void deserialize_byConfiguration_givesGenericOrFoundClass() {
        byte[] bytes = new AvroSerializer<>(client).serialize("logs", log("hi"));
        var generic = new AvroDeserializer<>();
        generic.configure(registry.config(), false);
        var specific = new AvroDeserializer<>();
        specific.configure(Map.of("schema.registry.url", registry.url(), "specific.avro.reader", "true"), false);
        var named = new AvroDeserializer<>();
        named.configure(
                Map.of("schema.registry.url", registry.url(), "specific.avro.value.type", Log.class.getName()), false);

        assertThat(generic.deserialize("logs", bytes)).isInstanceOf(GenericData.Record.class);
        assertThat(specific.deserialize("logs", bytes)).isEqualTo(log("hi"));
        assertThat(named.deserialize("logs", bytes)).isEqualTo(log("hi"));
    }

    @Test
    void serialize_withoutAutoRegister_needsAKnownSchema() {
        var serializer = new AvroSerializer<Log>();
        serializer.configure(Map.of("schema.registry.url", registry.url(), "auto.register.schemas", false), false);

        assertThatThrownBy(() -> serializer.serialize("logs", log("x"))).hasMessageContaining("40403");

        client.register("other-value", Log.getClassSchema());
        var again = new AvroSerializer<Log>();
        again.configure(Map.of("schema.registry.url", registry.url(), "auto.register.schemas", false), false);
        assertThat(WireFormat.id(again.serialize("logs", log("x")))).isEqualTo(100);
    }

    @Test
    void serialize_withLatestVersion_writesItsFieldsInItsOrder() {
        Schema latest = SchemaBuilder.record("Log")
                .namespace("dev.vigia.schemas.avro")
                .fields()
                .optionalString("added")
                .requiredString("message")
                .requiredLong("timestamp")
                .endRecord();
        client.register("logs-value", latest);
        var serializer = new AvroSerializer<Log>();
        serializer.configure(
                Map.of(
                        "schema.registry.url",
                        registry.url(),
                        "auto.register.schemas",
                        false,
                        "use.latest.version",
                        true),
                false);
        var generic = new AvroDeserializer<GenericRecord>();
        generic.configure(registry.config(), false);

        GenericRecord written = generic.deserialize("logs", serializer.serialize("logs", log("moved")));

        assertThat(written.getSchema()).isEqualTo(latest);
        assertThat(written.get("message")).hasToString("moved");
        assertThat(written.get("timestamp")).isEqualTo(1_000L);
    }

    @Test
    void serialize_afterAFailedRecord_writesTheNextOneWhole() {
        Log broken = log("will not do");
        broken.put("message", null);
        var serializer = new AvroSerializer<Log>(client);

        assertThatThrownBy(() -> serializer.serialize("logs", broken))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("message");
        byte[] bytes = serializer.serialize("logs", log("fine"));

        assertThat(new AvroDeserializer<>(client, Log.class).deserialize("logs", bytes))
                .isEqualTo(log("fine"));
    }

    @Test
    void serialize_onceWritten_worksWhileTheRegistryIsDown() {
        var serializer = new AvroSerializer<Log>(client);
        serializer.serialize("logs", log("before"));
        var deserializer = new AvroDeserializer<>(client, Log.class);
        deserializer.deserialize("logs", serializer.serialize("logs", log("before")));
        registry.close();

        assertThat(deserializer.deserialize("logs", serializer.serialize("logs", log("after"))))
                .isEqualTo(log("after"));
        Frame frame = new Frame(List.of(), -1L, 0L, List.of(), false, 0L, null, 0L);
        assertThatThrownBy(() -> new AvroSerializer<>(client).serialize("deltas", frame))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    private static Log log(String message) {
        return Log.newBuilder().setTimestamp(1_000L).setMessage(message).build();
    }
}
