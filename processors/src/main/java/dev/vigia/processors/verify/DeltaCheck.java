package dev.vigia.processors.verify;

import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.verify.Report.Difference;
import dev.vigia.processors.verify.Transaction.Part;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Whether the raw records along the cuts of a transaction give its deltas again, byte for byte. */
final class DeltaCheck {

    private final Refold refold;
    private final RuleHistory rules;
    private final Map<TopicPartition, Tape> inputs;
    private final Outputs outputs;

    /** The partitions of {@code signals}, where rule deltas go by alert id; all others have built-in deltas. */
    record Outputs(String signals, int signalPartitions) {

        /** Whether a delta belongs where it is. */
        boolean fits(Delta delta, TopicPartition partition) {
            if (delta.getSpec() == 0) return !partition.topic().equals(signals);
            String alert = AlertId.of(delta.getSeries(), delta.getGroup());
            return partition.topic().equals(signals)
                    && partition.partition() == AlertId.partition(alert, signalPartitions);
        }
    }

    /** @param inputs the partitions of the raw records */
    DeltaCheck(Refold refold, RuleHistory rules, Map<TopicPartition, Tape> inputs, Outputs outputs) {
        this.refold = refold;
        this.rules = rules;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** What a delta is of; no two of a transaction are of the same. */
    private record Of(int cut, String series, long spec, List<String> group, String instance, long bucket) {

        static Of delta(Delta delta) {
            return new Of(
                    delta.getCut(),
                    delta.getSeries(),
                    delta.getSpec(),
                    delta.getGroup(),
                    delta.getInstance(),
                    delta.getBucket());
        }

        @Override
        public String toString() {
            return series + " " + group + " in bucket " + bucket + " of cut " + cut;
        }
    }

    /** What came of refolding a transaction. */
    record Result(long records, long deltas, Optional<Difference> difference) {}

    /** Refolds a transaction and compares. */
    Result check(Transaction transaction) {
        List<Delta> again = new ArrayList<>();
        long records = 0;
        List<Cut> cuts = transaction.header().cuts();
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            if (cut.getFromOffset() == cut.getToOffset()) continue;
            List<ConsumerRecord<byte[], byte[]>> raw = raw(cut);
            if (raw.size() != cut.getRecords())
                return new Result(records, 0, Optional.of(Difference.miscounted(cut, raw.size())));
            records += raw.size();
            var circumstances = new Refold.Circumstances(
                    i,
                    rules.at(transaction.header().rulesOffset()),
                    transaction.header().writtenAt(),
                    transaction.header().warmUp());
            again.addAll(refold.refold(cut, raw, circumstances));
        }
        return new Result(records, again.size(), compare(transaction, again));
    }

    private List<ConsumerRecord<byte[], byte[]>> raw(Cut cut) {
        Tape tape = inputs.get(new TopicPartition(cut.getTopic(), cut.getPartition()));
        return tape == null ? List.of() : tape.range(cut.getFromOffset(), cut.getToOffset());
    }

    /** Recorded deltas keep the order of the fold within their partition. */
    private Optional<Difference> compare(Transaction transaction, List<Delta> again) {
        Map<Of, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < again.size(); i++) places.put(Of.delta(again.get(i)), i);
        Map<TopicPartition, Integer> reached = new HashMap<>();
        for (Part part : transaction.parts()) {
            for (Delta delta : part.deltas()) {
                Of of = Of.delta(delta);
                Integer place = places.remove(of);
                if (place == null) return differ(part, "delta", "does not follow from the raw records: " + of);
                if (!outputs.fits(delta, part.partition())) return differ(part, "partition", "not the one of " + of);
                Integer before = reached.put(part.partition(), place);
                if (before != null && before > place) return differ(part, "order", "before its turn: " + of);
                var field = Bodies.firstDifference(delta, again.get(place));
                if (field.isPresent()) {
                    return differ(
                            part,
                            field.get().name(),
                            field.get().recorded() + " instead of "
                                    + field.get().again() + " in " + of);
                }
            }
        }
        return places.keySet().stream()
                .findFirst()
                .flatMap(missing -> differ(
                        transaction.parts().get(0), "delta", "of its transaction this one is missing: " + missing));
    }

    private static Optional<Difference> differ(Part part, String field, String detail) {
        TopicPartition partition = part.partition();
        return Optional.of(new Difference(partition.topic(), partition.partition(), part.offset(), field, detail));
    }
}
