package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Records in a state store, in Avro. The schemas they were written with lie beside them, so that a newer program reads them. */
final class Kept<T extends SpecificRecord> {

    private static final int LAYOUT = 1;
    private static final char SCHEMA = 'S';

    private final OrderedStore store;
    private final char table;
    private final Class<T> type;
    private final Schema present;
    private final long fingerprint;

    private Kept(OrderedStore store, char table, Class<T> type) {
        this.store = store;
        this.table = table;
        this.type = type;
        this.present = SpecificData.get().getSchema(type);
        this.fingerprint = SchemaNormalization.parsingFingerprint64(present);
    }

    static Kept<Alert> alerts(OrderedStore store) {
        return new Kept<>(store, 'A', Alert.class);
    }

    static Kept<Notification> notifications(OrderedStore store) {
        return new Kept<>(store, 'B', Notification.class);
    }

    void put(String id, T record) {
        byte[] schema = schemaKey(fingerprint);
        if (store.get(schema).isEmpty()) {
            store.put(schema, new Encoder(LAYOUT).text(present.toString()).toBytes());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(type).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] value = new Encoder(LAYOUT)
                .number(fingerprint)
                .bytes(bytes.toByteArray())
                .toBytes();
        store.put(key(id), value);
    }

    Optional<T> find(String id) {
        return store.get(key(id)).map(this::decoded);
    }

    /** @throws java.util.NoSuchElementException when there is none of that id */
    T get(String id) {
        return find(id).orElseThrow();
    }

    private T decoded(byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        Schema written = schema(in.number());
        try {
            return new SpecificDatumReader<T>(written, present)
                    .read(null, DecoderFactory.get().binaryDecoder(in.bytes(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String id) {
        store.delete(key(id));
    }

    private Schema schema(long written) {
        if (written == fingerprint) return present;
        byte[] value = store.get(schemaKey(written)).orElseThrow();
        return new Schema.Parser().parse(new Decoder(value, LAYOUT).text());
    }

    private byte[] key(String id) {
        return Key.of(table).text(id).bytes();
    }

    private static byte[] schemaKey(long fingerprint) {
        return Key.of(SCHEMA).hash(fingerprint).bytes();
    }
}
