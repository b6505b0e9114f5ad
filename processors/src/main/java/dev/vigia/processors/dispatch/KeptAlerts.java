package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** Alerts in a state store, in Avro. The schemas they were written with lie beside them, so that a newer program reads them. */
final class KeptAlerts {

    private static final int LAYOUT = 1;
    private static final char ALERT = 'A';
    private static final char SCHEMA = 'S';
    private static final Schema PRESENT = Alert.getClassSchema();
    private static final long FINGERPRINT = SchemaNormalization.parsingFingerprint64(PRESENT);

    private final OrderedStore store;

    KeptAlerts(OrderedStore store) {
        this.store = store;
    }

    void put(String notificationId, Alert alert) {
        byte[] schema = schemaKey(FINGERPRINT);
        if (store.get(schema).isEmpty()) {
            store.put(schema, new Encoder(LAYOUT).text(PRESENT.toString()).toBytes());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(Alert.class).write(alert, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] value = new Encoder(LAYOUT)
                .number(FINGERPRINT)
                .bytes(bytes.toByteArray())
                .toBytes();
        store.put(key(notificationId), value);
    }

    /** @throws java.util.NoSuchElementException when there is none of that id */
    Alert get(String notificationId) {
        Decoder in = new Decoder(store.get(key(notificationId)).orElseThrow(), LAYOUT);
        Schema written = schema(in.number());
        try {
            return new SpecificDatumReader<Alert>(written, PRESENT)
                    .read(null, DecoderFactory.get().binaryDecoder(in.bytes(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String notificationId) {
        store.delete(key(notificationId));
    }

    private Schema schema(long fingerprint) {
        if (fingerprint == FINGERPRINT) return PRESENT;
        byte[] value = store.get(schemaKey(fingerprint)).orElseThrow();
        return new Schema.Parser().parse(new Decoder(value, LAYOUT).text());
    }

    private static byte[] key(String notificationId) {
        return Key.of(ALERT).text(notificationId).bytes();
    }

    private static byte[] schemaKey(long fingerprint) {
        return Key.of(SCHEMA).hash(fingerprint).bytes();
    }
}
