package dev.vigia.processors.verify;

import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.verify.DeltaCheck.Outputs;
import dev.vigia.processors.verify.Report.Difference;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One run of the checks: all output partitions of {@code aggregate}, merged by the time of their records. */
final class Replay {

    private static final String TRANSACTIONS = "transactions";
    private static final String EXPIRED = "expired transactions";
    private static final String IN_FLIGHT = "transactions in flight";

    private final Topics topics;
    private final Recording recording;
    private final Decoding<Control> controls;
    private final Decoding<Signal> signals;
    private final Decoding<Frame> frames;

    private final Findings cuts = new Findings("cuts", TRANSACTIONS, "frames");
    private final Findings deltas = new Findings("deltas", "deltas", "records", TRANSACTIONS);
    private final Findings alerts = new Findings("alerts", "alerts", "signals");

    private final List<TopicPartition> signalPartitions;
    private final Map<TopicPartition, Tape> outputs = new LinkedHashMap<>();
    private final Map<TopicPartition, CutCheck> cutChecks = new HashMap<>();
    private final Map<TopicPartition, AlertCheck> alertChecks = new LinkedHashMap<>();
    private final Transactions transactions = new Transactions();
    private long wholeFrom = Long.MIN_VALUE;

    Replay(Topics topics, Recording recording, RegistryClient registry) {
        this.topics = topics;
        this.recording = recording;
        this.controls = new Decoding<>(registry, Control.class);
        this.signals = new Decoding<>(registry, Signal.class);
        this.frames = new Decoding<>(registry, Frame.class);
        Decoding<Alert> told = new Decoding<>(registry, Alert.class);
        this.signalPartitions = recording.of(topics.signals());
        for (TopicPartition partition : signalPartitions) {
            output(partition);
            cutChecks.put(
                    partition, new CutCheck(partition, recording.isWhole(partition), recording.beginnings(), cuts));
            checkAlerts(partition, told);
        }
        recording.of(topics.deltas()).forEach(this::output);
    }

    private void output(TopicPartition partition) {
        Tape tape = recording.tape(partition);
        outputs.put(partition, tape);
        if (recording.isWhole(partition)) return;
        // Before its first record, a transaction may have had others there.
        long from = tape.peek()
                .map(first -> first.timestamp() + Transactions.LONGEST)
                .orElse(Long.MAX_VALUE);
        wholeFrom = Math.max(wholeFrom, from);
    }

    private void checkAlerts(TopicPartition partition, Decoding<Alert> decoding) {
        TopicPartition told = new TopicPartition(topics.alerts().name(), partition.partition());
        for (TopicPartition needed : List.of(partition, told)) {
            if (recording.isWhole(needed)) continue;
            alerts.leaveOut(told + ": the beginning of " + needed + " has expired, up to offset "
                    + recording.beginning(needed));
            return;
        }
        Tape tape = recording.tape(told);
        alertChecks.put(partition, new AlertCheck(topics, tape, recording.evaluated(partition), decoding, alerts));
    }

    Report run(Refold refold) {
        DeltaCheck check = deltaCheck(refold);
        for (Optional<Tape> tape = earliest(); tape.isPresent(); tape = earliest()) {
            ConsumerRecord<byte[], byte[]> record = tape.get().next().orElseThrow();
            take(tape.get().partition(), record);
            for (Transaction whole : transactions.takeWhole(record.timestamp())) check(whole, check, true);
        }
        for (Transaction left : transactions.takeRest()) check(left, check, transactions.isFollowed(left));
        alertChecks.values().forEach(AlertCheck::finish);
        return new Report(List.of(cuts.check(), deltas.check(), alerts.check()));
    }

    private DeltaCheck deltaCheck(Refold refold) {
        RuleHistory rules = new RuleHistory();
        Tape control = recording.tape(new TopicPartition(topics.control().name(), 0));
        for (var next = control.next(); next.isPresent(); next = control.next()) {
            long offset = next.get().offset();
            controls.read(next.get()).ifPresent(said -> rules.take(offset, said));
        }
        Map<TopicPartition, Tape> inputs = new HashMap<>();
        recording.inputs().forEach(input -> inputs.put(input, recording.tape(input)));
        return new DeltaCheck(
                refold, rules, inputs, new Outputs(topics.signals().name(), signalPartitions.size()));
    }

    /** The output partition whose next record is the oldest. */
    private Optional<Tape> earliest() {
        Optional<Tape> earliest = Optional.empty();
        long oldest = Long.MAX_VALUE;
        for (Tape tape : outputs.values()) {
            var next = tape.peek();
            if (next.isEmpty() || earliest.isPresent() && next.get().timestamp() >= oldest) continue;
            oldest = next.get().timestamp();
            earliest = Optional.of(tape);
        }
        return earliest;
    }

    private void take(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        CutCheck cutCheck = cutChecks.get(partition);
        if (cutCheck == null) {
            frames.read(record).ifPresent(frame -> transactions.add(record, frame, false));
            return;
        }
        Optional<Signal> signal = signals.read(record);
        if (signal.isEmpty()) return;
        AlertCheck alertCheck = alertChecks.get(partition);
        if (alertCheck != null) alertCheck.fold(record.offset(), signal.get());
        if (signal.get().getBody() instanceof Frame frame) {
            // What was counted of earlier records repeats cuts of others.
            if (frame.getWarmUp() == null) cutCheck.take(record.offset(), frame);
            transactions.add(record, frame, recording.wasThere(partition, record.offset()));
        }
    }

    /** @param whole whether all of its frames are known to be there */
    private void check(Transaction transaction, DeltaCheck check, boolean whole) {
        if (transaction.seenAt() < wholeFrom) {
            cuts.count(EXPIRED, 1);
            deltas.count(EXPIRED, 1);
            return;
        }
        Optional<Difference> missing = missingFrame(transaction);
        if (missing.isPresent() && !whole) {
            cuts.count(IN_FLIGHT, 1);
            deltas.count(IN_FLIGHT, 1);
            return;
        }
        cuts.count(TRANSACTIONS, 1);
        missing.ifPresent(cuts::differ);
        checkDeltas(transaction, check, whole);
    }

    private Optional<Difference> missingFrame(Transaction transaction) {
        TreeSet<Integer> missing = new TreeSet<>();
        signalPartitions.forEach(partition -> missing.add(partition.partition()));
        transaction.partitions().stream()
                .filter(cutChecks::containsKey)
                .forEach(partition -> missing.remove(partition.partition()));
        if (missing.isEmpty()) return Optional.empty();
        Transaction.Part first = transaction.parts().get(0);
        return Optional.of(new Difference(
                first.partition().topic(),
                first.partition().partition(),
                first.offset(),
                "cuts",
                "partitions " + missing + " of " + topics.signals().name() + " have no frame of this transaction"));
    }

    private void checkDeltas(Transaction transaction, DeltaCheck check, boolean whole) {
        if (hasExpired(transaction)) {
            deltas.count(EXPIRED, 1);
            return;
        }
        DeltaCheck.Result result = check.check(transaction);
        if (result.difference().isPresent()) {
            // Retention may have come in between.
            recording.refreshBeginnings(transaction.inputs());
            if (hasExpired(transaction) || !whole) {
                deltas.count(whole ? EXPIRED : IN_FLIGHT, 1);
                return;
            }
            deltas.differ(result.difference().get());
        }
        deltas.count("deltas", result.deltas());
        deltas.count("records", result.records());
        deltas.count(TRANSACTIONS, 1);
    }

    private boolean hasExpired(Transaction transaction) {
        List<Cut> folded = new ArrayList<>(transaction.header().cuts());
        folded.removeIf(cut -> cut.getFromOffset() == cut.getToOffset());
        return folded.stream()
                .anyMatch(cut -> cut.getFromOffset()
                        < recording.beginning(new TopicPartition(cut.getTopic(), cut.getPartition())));
    }
}
