package dev.vigia.processors.aggregate;

import static dev.vigia.processors.aggregate.Instance.judge;
import static dev.vigia.processors.aggregate.Instance.logs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Frames that are too large for one record, from raw records to alerts. */
class SplitFrameTest {

    private static final long T = 1_800_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final String RULES = """
            rules:
              - {id: rate, group_by: [service], aggregate: error_rate, above: 0.5, severity: high, min_samples: 1,
                 window: 10s, recover_for: 0, max_age: 6h}
              - {id: users, group_by: [attributes.user], aggregate: count, above: 1000000, severity: low, max_age: 6h}
            """;

    private final Instance one = new Instance(RULES, 0, List.of(0, 1));
    private final Instance other = new Instance(RULES, 0, List.of(2));

    /** The errors are in the first piece, the good ones of the same window in the last. */
    @Test
    void window_whoseRecordsAreInSeveralPieces_isJudgedAsAWhole() {
        List<Signal> log = beginning();
        log.addAll(other.idle(T + 100_000, T + 90_000));
        log.addAll(transaction(T + 100_000, logs(10, "shop", 17, T + 3_000), logs(90, "shop", 9, T + 4_000)));

        assertThat(judge(log)).isEmpty();
    }

    @Test
    void piecesWithOthersBetween_andRestarts_giveWhatOneFrameGives() {
        List<Signal> beginning = beginning();
        List<Log> bad = new ArrayList<>(logs(10, "shop", 17, T + 3_000));
        bad.addAll(logs(10, "shop", 17, T + HOUR + 3_000));
        bad.addAll(logs(10, "shop", 17, T + 2 * HOUR - 5_000));
        List<Signal> between = other.idle(T + 2 * HOUR, T + 2 * HOUR);
        List<Signal> pieces = transaction(T + 2 * HOUR, bad, logs(90, "shop", 9, T + 4_000));
        List<Signal> log = new ArrayList<>(beginning);
        log.add(pieces.get(0));
        log.addAll(between);
        log.addAll(pieces.subList(1, pieces.size()));
        // At the offset of the last piece, which is part of the episodes' ids.
        List<Signal> whole = new ArrayList<>(beginning);
        whole.addAll(between);
        for (int i = 1; i < pieces.size(); i++) whole.add(new Signal(new Tick(T, List.of())));
        whole.add(joined(pieces));

        List<Alert> alerts = judge(log);

        assertThat(alerts)
                .extracting(Alert::getTransition)
                .containsExactly(Transition.ACTIVE, Transition.RESOLVED, Transition.ACTIVE);
        assertThat(alerts).isEqualTo(judge(whole));
    }

    private List<Signal> beginning() {
        List<Signal> log = new ArrayList<>();
        log.add(new Signal(new ControlSignal(
                0L, new Control("c", T, "file:rules.yaml", null, new RuleFile("rules.yaml", RULES)))));
        log.add(new Signal(new Tick(T, List.of(new Input("logs", 3)))));
        for (long at : new long[] {T - HOUR, T}) {
            log.addAll(one.idle(at, at));
            log.addAll(other.idle(at, at));
        }
        return log;
    }

    private List<Signal> transaction(long at, List<Log> bad, List<Log> good) {
        List<Log> first = new ArrayList<>(bad);
        for (int i = 0; i < 5_000; i++) {
            first.add(Log.newBuilder()
                    .setTimestamp((T + 3_000) * 1_000)
                    .setService("other")
                    .setAttributes(Map.of("user", "a user with a rather long name, and a number as well: " + i))
                    .build());
        }
        List<Signal> pieces = one.transaction(at, Map.of(0, first, 1, good), Map.of(0, at - 10_000, 1, at - 10_000));
        assertThat(pieces).hasSizeGreaterThan(2);
        return pieces;
    }

    private static Signal joined(List<Signal> pieces) {
        List<Delta> deltas = new ArrayList<>();
        pieces.forEach(piece -> deltas.addAll(((Frame) piece.getBody()).getDeltas()));
        Frame last = (Frame) pieces.get(pieces.size() - 1).getBody();
        return new Signal(new Frame(
                last.getCuts(),
                last.getRulesOffset(),
                last.getWrittenAt(),
                deltas,
                false,
                last.getClosedAt(),
                null,
                0L));
    }
}
