package dev.vigia.processors.normalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Tells what a foreign value is and reads it. For one thread. */
final class RawReader<T> {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Kind<T> kind;
    private final AvroDeserializer<T> avro;

    RawReader(Kind<T> kind, RegistryClient registry) {
        this.kind = kind;
        this.avro = new AvroDeserializer<>(registry, kind.type());
    }

    /** One record of a value. */
    sealed interface Item<T> {

        record Good<T>(T record) implements Item<T> {}

        /**
         * A record that cannot be read.
         *
         * @param bytes the whole value; of an element of an array, that element
         */
        record Bad<T>(byte[] bytes, String reason) implements Item<T> {}
    }

    private enum Form {
        AVRO,
        JSON,
        UNKNOWN
    }

    /**
     * Reads all records of a value.
     *
     * @param arrived when Kafka got it; a JSON record without a time happened then
     * @throws RegistryUnavailableException when its schema is not known and the registry does not answer
     */
    List<Item<T>> read(byte[] value, Headers headers, Instant arrived) {
        return switch (form(value, contentType(headers))) {
            case AVRO -> List.of(avro(value));
            case JSON -> json(value, Defaults.at(arrived));
            case UNKNOWN -> List.of(new Item.Bad<>(value, unknown(value, contentType(headers))));
        };
    }

    private Item<T> avro(byte[] value) {
        try {
            T record = avro.deserialize(kind.name(), value);
            return record == null ? new Item.Bad<>(value, "no value") : new Item.Good<>(record);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            return new Item.Bad<>(value, String.valueOf(e.getMessage()));
        }
    }

    private List<Item<T>> json(byte[] value, Defaults defaults) {
        JsonNode root;
        try {
            root = JSON.readTree(value);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
            return List.of(new Item.Bad<>(value, "not JSON" + where + ": " + firstLine(e.getOriginalMessage())));
        } catch (IOException e) {
            return List.of(new Item.Bad<>(value, "not JSON: " + firstLine(e.getMessage())));
        }
        if (!root.isArray()) return List.of(element(root, value, "", defaults));
        List<Item<T>> items = new ArrayList<>(root.size());
        for (int i = 0; i < root.size(); i++) {
            JsonNode node = root.get(i);
            byte[] own = node.toString().getBytes(StandardCharsets.UTF_8);
            items.add(element(node, own, "[" + i + "] ", defaults));
        }
        return items;
    }

    private Item<T> element(JsonNode node, byte[] bytes, String where, Defaults defaults) {
        if (!node.isObject()) return new Item.Bad<>(bytes, where + "not a JSON object");
        try {
            return new Item.Good<>(kind.json().parse(node, defaults));
        } catch (InvalidRecord e) {
            return new Item.Bad<>(bytes, where + firstLine(e.getMessage()));
        }
    }

    private static Form form(byte[] value, String contentType) {
        if (contentType.contains("json")) return Form.JSON;
        if (contentType.contains("avro")) return Form.AVRO;
        for (int i = 0; i < value.length; i++) {
            byte first = value[i];
            if (first == 0 && i == 0) return Form.AVRO;
            if (first == '{' || first == '[') return Form.JSON;
            if (first != ' ' && first != '\n' && first != '\r' && first != '\t') return Form.UNKNOWN;
        }
        return Form.UNKNOWN;
    }

    private static String unknown(byte[] value, String contentType) {
        if (value.length == 0) return "no value";
        return String.format(
                "neither JSON nor Avro: the first byte is 0x%02x%s",
                value[0] & 0xff, contentType.isEmpty() ? "" : ", content-type " + contentType);
    }

    private static String contentType(Headers headers) {
        Header header = headers.lastHeader(NormalizeTopology.CONTENT_TYPE);
        return header == null || header.value() == null
                ? ""
                : firstLine(new String(header.value(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
