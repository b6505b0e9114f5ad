package dev.vigia.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Log;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.RandomData;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvroConverterTest {

    private FakeRegistry registry;
    private RegistryClient client;
    private AvroConverter converter;

    @BeforeEach
    void open() throws IOException {
        registry = new FakeRegistry();
        client = new RegistryClient(registry.config());
        converter = new AvroConverter();
        converter.configure(registry.config(), false);
    }

    @AfterEach
    void close() {
        converter.close();
        registry.close();
    }

    @Test
    void service_isFoundByConnect() {
        assertThat(ServiceLoader.load(Converter.class)).hasAtLeastOneElementOfType(AvroConverter.class);
    }

    @Test
    void toConnectAndBack_anyRecordOfAnyTopic_isTheSameRecord() {
        for (Topic topic : Topics.of("", 1, 1).all()) {
            if (topic.schema().isEmpty()) continue;
            Class<?> type = SpecificData.get().getClass(topic.schema().get());
            var serializer = new AvroSerializer<IndexedRecord>(client);
            var deserializer = new AvroDeserializer<>(client, type.asSubclass(Object.class));
            for (Object random : new RandomData(topic.schema().get(), 50, 7)) {
                IndexedRecord record = (IndexedRecord)
                        SpecificData.get().deepCopy(topic.schema().get(), random);
                SchemaAndValue connect =
                        converter.toConnectData(topic.name(), serializer.serialize(topic.name(), record));
                ((Struct) connect.value()).validate();
                byte[] again = converter.fromConnectData(topic.name() + ".copy", connect.schema(), connect.value());
                assertThat(deserializer.deserialize(topic.name(), again)).isEqualTo(record);
            }
        }
    }

    @Test
    void toConnect_aLog_hasWhatASinkExpects() {
        Log log = Log.newBuilder()
                .setTimestamp(1L)
                .setMessage("hi")
                .setAttributes(Map.of("n", 3L, "s", "text"))
                .build();

        SchemaAndValue connect =
                converter.toConnectData("logs", new AvroSerializer<Log>(client).serialize("logs", log));

        Struct struct = (Struct) connect.value();
        assertThat(connect.schema().name()).isEqualTo("dev.vigia.schemas.avro.Log");
        assertThat(connect.schema().field("trace_id").schema().isOptional()).isTrue();
        assertThat(connect.schema().field("count").schema().defaultValue()).isEqualTo(1L);
        assertThat(connect.schema().field("timestamp").schema().doc()).contains("microseconds");
        assertThat(struct.getString("message")).isEqualTo("hi");
        assertThat(struct.get("trace_id")).isNull();
        Struct number = (Struct) struct.getMap("attributes").get("n");
        assertThat(number.schema().name()).isEqualTo("io.confluent.connect.avro.Union");
        assertThat(number.getInt64("long")).isEqualTo(3L);
        assertThat(number.get("string")).isNull();
    }

    @Test
    void fromConnectAndBack_everyType_isTheSame() {
        Schema nested = SchemaBuilder.struct()
                .name("a.Nested")
                .doc("what it is")
                .version(3)
                .field("x", Schema.INT32_SCHEMA)
                .build();
        Schema optionalNested = SchemaBuilder.struct()
                .name("a.Nested")
                .doc("what it is")
                .version(3)
                .optional()
                .field("x", Schema.INT32_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .name("a.Everything")
                .field("bool", Schema.BOOLEAN_SCHEMA)
                .field("int8", Schema.INT8_SCHEMA)
                .field("int16", Schema.INT16_SCHEMA)
                .field(
                        "int32",
                        SchemaBuilder.int32().defaultValue(5).doc("five").build())
                .field("int64", Schema.OPTIONAL_INT64_SCHEMA)
                .field("float32", Schema.FLOAT32_SCHEMA)
                .field(
                        "float64",
                        SchemaBuilder.float64().optional().defaultValue(1.5).build())
                .field(
                        "string",
                        SchemaBuilder.string()
                                .name("a.Text")
                                .parameter("k", "v")
                                .build())
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("decimal", Decimal.schema(2))
                .field("date", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field(
                        "timestamp",
                        SchemaBuilder.int64()
                                .name(Timestamp.LOGICAL_NAME)
                                .version(1)
                                .optional()
                                .build())
                .field(
                        "array",
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
                .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, nested).build())
                .field(
                        "entries",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field("nested", nested)
                .field("maybe", optionalNested)
                .build();
        Map<Integer, String> entries = new LinkedHashMap<>(Map.of(1, "one"));
        Struct struct = new Struct(schema)
                .put("bool", true)
                .put("int8", (byte) 8)
                .put("int16", (short) 16)
                .put("int32", 32)
                .put("int64", 64L)
                .put("float32", 3.2f)
                .put("float64", null)
                .put("string", "text")
                .put("bytes", ByteBuffer.wrap(new byte[] {1, 2}))
                .put("decimal", new BigDecimal("12.34"))
                .put("date", new Date(86_400_000L))
                .put("time", new Date(1_000L))
                .put("timestamp", new Date(1_700_000_000_000L))
                .put("array", java.util.Arrays.asList("a", null))
                .put("map", Map.of("k", new Struct(nested).put("x", 1)))
                .put("entries", entries)
                .put("nested", new Struct(nested).put("x", 2))
                .put("maybe", new Struct(optionalNested).put("x", 3));

        SchemaAndValue back = converter.toConnectData("t", converter.fromConnectData("t", schema, struct));

        assertThat(back.schema()).isEqualTo(schema);
        assertThat(back.value()).isEqualTo(struct);
        assertThat(((Struct) back.value()).getWithoutDefault("float64")).isNull();
    }

    @Test
    void toConnectAndBack_enumFixedAndUnionOfRecords_keepTheirAvroTypes() {
        org.apache.avro.Schema schema = new org.apache.avro.Schema.Parser().parse("""
                        {"type":"record","name":"R","namespace":"x","fields":[
                         {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"],"default":"A"},"default":"B"},
                         {"name":"f","type":{"type":"fixed","name":"F","size":2}},
                         {"name":"u","type":["null",{"type":"record","name":"U1","fields":[{"name":"a","type":"int"}]},
                            {"type":"record","name":"U2","fields":[{"name":"e","type":"E"}]}],"default":null},
                         {"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}}]}""");
        GenericRecord record = new GenericData.Record(schema);
        record.put("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "B"));
        record.put("f", new GenericData.Fixed(schema.getField("f").schema(), new byte[] {7, 8}));
        GenericRecord second =
                new GenericData.Record(schema.getField("u").schema().getTypes().get(2));
        second.put("e", record.get("e"));
        record.put("u", second);
        record.put("d", ByteBuffer.wrap(new byte[] {1, 0}));
        byte[] bytes = new AvroSerializer<>(client).serialize("r", record);

        SchemaAndValue connect = converter.toConnectData("r", bytes);
        byte[] back = converter.fromConnectData("copy", connect.schema(), connect.value());

        Struct struct = (Struct) connect.value();
        assertThat(struct.getString("e")).isEqualTo("B");
        assertThat(connect.schema().field("e").schema().parameters())
                .containsEntry("io.confluent.connect.avro.Enum", "x.E")
                .containsEntry("io.confluent.connect.avro.Enum.A", "A");
        assertThat(struct.get("d")).isEqualTo(new BigDecimal("0.256"));
        var generic = new AvroDeserializer<GenericRecord>();
        generic.configure(registry.config(), false);
        assertThat(generic.deserialize("copy", back)).isEqualTo(record);
        assertThat(generic.deserialize("copy", back).getSchema()).isEqualTo(schema);
    }

    @Test
    void fromConnect_unnamedAndOddlyNamedStructs_comeBackAsTheyWere() {
        Schema first = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        Schema second = SchemaBuilder.struct().field("b", Schema.STRING_SCHEMA).build();
        Schema odd = SchemaBuilder.struct()
                .name("my-topic.Value")
                .field("first", first)
                .field("second", second)
                .field("again", first)
                .build();
        Struct struct = new Struct(odd)
                .put("first", new Struct(first).put("a", 1))
                .put("second", new Struct(second).put("b", "x"))
                .put("again", new Struct(first).put("a", 2));

        SchemaAndValue back = converter.toConnectData("t", converter.fromConnectData("t", odd, struct));

        assertThat(back.schema()).isEqualTo(odd);
        assertThat(back.value()).isEqualTo(struct);
    }

    @Test
    void fromConnect_primitivesWithAndWithoutSchema_comeBack() {
        assertThat(roundTrip(Schema.STRING_SCHEMA, "key")).isEqualTo("key");
        assertThat(roundTrip(null, "key")).isEqualTo("key");
        assertThat(roundTrip(Schema.OPTIONAL_INT64_SCHEMA, 5L)).isEqualTo(5L);
        assertThat(roundTrip(null, 2.5)).isEqualTo(2.5);
        assertThat(converter.fromConnectData("t", Schema.OPTIONAL_STRING_SCHEMA, null))
                .isNull();
        assertThat(converter.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
    }

    private Object roundTrip(Schema schema, Object value) {
        String topic = "t" + value.getClass().getSimpleName();
        return converter
                .toConnectData(topic, converter.fromConnectData(topic, schema, value))
                .value();
    }

    @Test
    void convert_whatCannotBe_saysWhy() {
        assertThatThrownBy(() -> converter.toConnectData("t", "plain".getBytes()))
                .isInstanceOf(DataException.class)
                .hasMessage("t: not Avro: the first byte is 0x70 instead of 0x00");
        assertThatThrownBy(() -> converter.fromConnectData("t", null, Map.of("a", 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no schema");
        Schema hyphen = SchemaBuilder.struct()
                .name("S")
                .field("a-b", Schema.INT32_SCHEMA)
                .build();
        assertThatThrownBy(() -> converter.fromConnectData("t", hyphen, new Struct(hyphen).put("a-b", 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a-b");
        registry.failWith = 500;
        assertThatThrownBy(() -> converter.fromConnectData("t", Schema.STRING_SCHEMA, "x"))
                .isInstanceOf(RetriableException.class);
    }

    @Test
    void toConnect_recursiveSchema_isRefused() {
        org.apache.avro.Schema tree = new org.apache.avro.Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"Tree\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Tree\"]}]}");
        byte[] bytes = new AvroSerializer<>(client).serialize("t", new GenericData.Record(tree));

        assertThatThrownBy(() -> converter.toConnectData("t", bytes))
                .hasMessageContaining("Tree, which contains itself");
    }
}
