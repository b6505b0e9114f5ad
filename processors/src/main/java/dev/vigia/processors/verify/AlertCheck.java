package dev.vigia.processors.verify;

import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.verify.Report.Difference;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Signal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether folding a partition of {@code signals} gives what the partition of {@code alerts} of the same number has. */
final class AlertCheck {

    private static final int HEADER = 5;

    private final Evaluation evaluation;
    private final Tape alerts;
    private final Decoding<Alert> decoding;
    private final long folded;
    private final Findings findings;
    private boolean apart;

    /**
     * A check at the beginning of both partitions.
     *
     * @param alerts the recorded ones
     * @param folded offset in {@code signals} up to which {@code evaluate} had come before the end of {@code alerts} was
     *     taken: what follows from a signal before must be there
     */
    AlertCheck(Topics topics, Tape alerts, long folded, Decoding<Alert> decoding, Findings findings) {
        this.evaluation = new Evaluation(alerts.partition().partition(), new HeapStore(), topics);
        this.alerts = alerts;
        this.folded = folded;
        this.decoding = decoding;
        this.findings = findings;
    }

    /** Folds the next signal. */
    void fold(long offset, Signal signal) {
        findings.count("signals", 1);
        for (Outcome outcome : evaluation.fold(offset, signal)) {
            if (outcome instanceof Outcome.Transitioned transitioned && !apart) compare(offset, transitioned.alert());
        }
    }

    private void compare(long signal, Alert again) {
        Optional<ConsumerRecord<byte[], byte[]>> next = alerts.next();
        if (next.isEmpty()) {
            if (signal < folded) differ(-1, "record", "missing: " + describe(again) + " follows from signal " + signal);
            else findings.count("not written yet", 1);
            return;
        }
        ConsumerRecord<byte[], byte[]> recorded = next.get();
        findings.count("alerts", 1);
        if (!again.getAlertId().equals(key(recorded))) {
            differ(recorded.offset(), "key", key(recorded) + " instead of " + describe(again));
        } else if (!sameBody(recorded.value(), Bodies.of(again))) {
            compareFields(recorded, again);
        }
    }

    private static boolean sameBody(byte[] recorded, byte[] again) {
        return recorded.length >= HEADER && Arrays.equals(recorded, HEADER, recorded.length, again, 0, again.length);
    }

    /** Bodies differ: by an older schema, which is no matter, or by a field. */
    private void compareFields(ConsumerRecord<byte[], byte[]> recorded, Alert again) {
        Optional<Alert> alert = decoding.read(recorded);
        if (alert.isEmpty()) differ(recorded.offset(), "value", "not an alert; it should be " + describe(again));
        else
            Bodies.firstDifference(alert.get(), alert.get().getRecentStep() == 0 ? Bodies.withoutRecent(again) : again)
                    .ifPresent(field ->
                            differ(recorded.offset(), field.name(), field.recorded() + " instead of " + field.again()));
    }

    /** What is left in {@code alerts} does not follow from the log. */
    void finish() {
        if (apart) return;
        alerts.peek()
                .ifPresent(record ->
                        differ(record.offset(), "record", "does not follow from the log: alert " + key(record)));
    }

    private void differ(long offset, String field, String detail) {
        // From here on, each would be compared with its neighbor.
        apart = true;
        findings.differ(
                new Difference(alerts.partition().topic(), alerts.partition().partition(), offset, field, detail));
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "none" : new String(record.key(), StandardCharsets.UTF_8);
    }

    private static String describe(Alert alert) {
        return alert.getTransition() + " of " + alert.getRuleId() + " " + alert.getGroup() + " (alert "
                + alert.getAlertId() + ")";
    }
}
