package dev.vigia.processors.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.explain.Verdict.Difference;
import dev.vigia.processors.explain.Verdict.Differs;
import dev.vigia.processors.explain.Verdict.Expired;
import dev.vigia.processors.explain.Verdict.Gap;
import dev.vigia.processors.explain.Verdict.Match;
import dev.vigia.processors.explain.Verdict.Unknown;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.Transition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of rules of several conditions each one is computed again, and the whole out of all of them. */
class PartsExplainerTest {

    private static final int STEPS = 400;
    private static final TopicPartition SPANS = new TopicPartition("spans", 0);

    private static Explaining explaining;
    private static RandomInstallation recorded;

    @BeforeAll
    static void start() throws IOException {
        explaining = new Explaining();
        recorded = new RandomInstallation(7, explaining.registry, STEPS, RandomRules::ofParts);
    }

    @AfterAll
    static void stop() {
        explaining.close();
    }

    @Test
    void everyTransition_isComputedAgainToTheLastBit_withEachOfItsParts() {
        Map<String, Integer> matches = new TreeMap<>();
        Set<Transition> transitions = new TreeSet<>();
        Set<Boolean> holding = new TreeSet<>();
        Versions versions = recorded.versions();
        for (Alert alert : recorded.alerts) {
            Explanation explanation = explaining.explainer.explain(alert, 5, () -> false, recorded, versions);
            if (explanation.verdict() instanceof Unknown unknown) {
                assertThat(unknown.reason()).as("%s", alert).contains("may have been thrown away");
                continue;
            }
            assertThat(explanation.verdict()).as("%s", alert).isEqualTo(new Match());
            assertThat(explanation.parts()).as("%s", alert).hasSameSizeAs(alert.getParts());
            for (Explanation.Part part : explanation.parts()) {
                assertThat(part.verdict()).as("%s of %s", part, alert).isEqualTo(new Match());
                holding.add(part.recorded().getHolds());
            }
            matches.merge(alert.getRuleId(), 1, Integer::sum);
            transitions.add(alert.getTransition());
        }
        assertThat(matches.keySet())
                .containsExactlyInAnyOrder("both", "calls", "unless", "graded", "then", "missing", "budget");
        assertThat(transitions)
                .contains(Transition.PENDING, Transition.ACTIVE, Transition.RESOLVED, Transition.SEVERITY_CHANGED);
        assertThat(holding).containsExactlyInAnyOrder(true, false);
        int matched = matches.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(matched).isGreaterThan(recorded.alerts.size() * 95 / 100);
    }

    @Test
    void record_thatIsNotWhatItWas_isFoundInThePartThatCountsIt() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("calls"));
        Explanation.Counted counted = explaining.explain(installation, alert).records().stream()
                .filter(record -> record.record() instanceof Span)
                .findFirst()
                .orElseThrow();
        Span before = (Span) counted.record();

        installation.tamper(
                SPANS,
                counted.offset(),
                Span.newBuilder(before).setService("elsewhere").build());

        Explanation explanation = explaining.explain(installation, alert);
        assertThat(explanation.parts().get(0).verdict()).isEqualTo(new Match());
        AlertPart calls = alert.getParts().get(1);
        assertThat(differences(explanation.parts().get(1).verdict()))
                .contains(new Difference(
                        "value", Double.toString(calls.getValue()), Double.toString(calls.getValue() - 1)));
        assertThat(differences(explanation.verdict()))
                .extracting(Difference::what)
                .contains("calls.value", "calls.samples", "evidence.count", "evidence of spans-0")
                .doesNotContain("errors.value", "window_start");
    }

    @Test
    void valueOfAPart_thatIsOffByTheLastBit_isFound() {
        Alert alert = recorded.first(one -> one.getRuleId().equals("budget"));
        AlertPart last = alert.getParts().get(3);
        List<AlertPart> parts = new ArrayList<>(alert.getParts());
        parts.set(
                3,
                AlertPart.newBuilder(last)
                        .setValue(Math.nextUp(last.getValue()))
                        .build());
        Alert told = Alert.newBuilder(alert).setParts(parts).build();

        Explanation explanation = explaining.explain(recorded, told);

        assertThat(differences(explanation.parts().get(3).verdict()))
                .extracting(Difference::what)
                .containsExactly("value");
        assertThat(differences(explanation.verdict()))
                .extracting(Difference::what)
                .containsExactly(last.getName() + ".value");
        assertThat(explanation.parts().subList(0, 3))
                .allSatisfy(part -> assertThat(part.verdict()).isEqualTo(new Match()));
    }

    @Test
    void absence_inWhichARecordTurnsUp_isFound() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(
                one -> one.getRuleId().equals("unless") && one.getParts().get(1).getSamples() == 0);
        Explanation.Read read = explaining.explain(installation, alert).read().stream()
                .filter(one -> one.topic().equals("spans") && one.records() > 0)
                .findFirst()
                .orElseThrow();
        assertThat(read.parts()).containsExactly("calls");
        assertThat(read.counted()).isZero();

        installation.tamper(SPANS, read.to(), span(alert, 5_000));

        Explanation explanation = explaining.explain(installation, alert);
        assertThat(explanation.parts().get(0).verdict()).isEqualTo(new Match());
        assertThat(differences(explanation.parts().get(1).verdict()))
                .contains(new Difference("holds", "false", "true"));
        assertThat(differences(explanation.verdict())).contains(new Difference("calls.holds", "false", "true"));
    }

    @Test
    void stepThatDidNotFollow_andIsFoundToHave_differs() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("missing"));
        Explanation.Read read = explaining.explain(installation, alert).read().stream()
                .filter(one -> one.topic().equals("spans") && one.records() > 0)
                .findFirst()
                .orElseThrow();

        installation.tamper(SPANS, read.to(), span(alert, 15_000));

        // By itself the step is what was told: at the end of the window there is nothing.
        Explanation explanation = explaining.explain(installation, alert);
        assertThat(explanation.parts())
                .allSatisfy(part -> assertThat(part.verdict()).isEqualTo(new Match()));
        assertThat(differences(explanation.verdict())).contains(new Difference("errors.holds", "true", "false"));
    }

    @Test
    void partWhoseRecordsRetentionHasTaken_isExpired_andTheOthersAreNot() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("calls"));
        installation.beginnings.put(SPANS, 1_000_000L);

        Explanation explanation = explaining.explain(installation, alert);

        assertThat(explanation.parts().get(0).verdict()).isEqualTo(new Match());
        assertThat(explanation.parts().get(1).verdict()).isInstanceOf(Expired.class);
        List<Gap> gaps = ((Expired) explanation.verdict()).gaps();
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.topic()).isEqualTo("spans");
            assertThat(gap.to()).isEqualTo(999_999);
        });
        assertThat(explanation.computed()).isEmpty();
    }

    @Test
    void windowThatReachesFurtherBackThanTheRecords_isExpired_andTheShorterOnesAreNot() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.alerts.stream()
                .filter(one -> one.getRuleId().equals("budget"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        for (int i = 0; i < 3; i++) installation.beginnings.put(new TopicPartition("logs", i), 1L);

        Explanation explanation = explaining.explain(installation, alert);

        List<String> expired = explanation.parts().stream()
                .filter(part -> part.verdict() instanceof Expired)
                .map(part -> part.recorded().getName())
                .toList();
        assertThat(expired).containsExactly("1.2x-1h");
        assertThat(explanation.parts())
                .filteredOn(part -> !(part.verdict() instanceof Expired))
                .allSatisfy(part -> assertThat(part.verdict()).isEqualTo(new Match()));
        assertThat(explanation.verdict()).isInstanceOf(Expired.class);
    }

    @Test
    void signals_thatRetentionHasTaken_areNamedOnce() {
        RandomInstallation installation = recorded.copy();
        Alert alert = installation.first(one -> one.getRuleId().equals("both"));
        installation.signalsFrom = (int) alert.getSignalOffset() + 1;

        assertThat(explaining.explain(installation, alert).verdict())
                .isEqualTo(new Expired(List.of(new Gap("signals", 0, 0, alert.getSignalOffset()))));
    }

    @Test
    void alert_thatTellsOfOtherParts_differs() {
        Alert alert = recorded.first(one -> one.getRuleId().equals("both"));
        Alert told = Alert.newBuilder(alert).setParts(List.of()).build();

        assertThat(explaining.explain(recorded, told).verdict())
                .isEqualTo(new Differs(List.of(new Difference("parts", "0", "2"))));
    }

    @Test
    void withoutTheTime_nobodyCanTell() {
        Alert alert = recorded.first(one -> one.getRuleId().equals("both"));

        Explanation explanation = explaining.explainer.explain(alert, 5, () -> true, recorded, recorded.versions());

        Verdict unknown = new Unknown("There was no time to read all of the records.");
        assertThat(explanation.verdict()).isEqualTo(unknown);
        assertThat(IntStream.range(0, 2))
                .allSatisfy(part ->
                        assertThat(explanation.parts().get(part).verdict()).isEqualTo(unknown));
    }

    @Test
    void withoutTheTime_shorterWindowsAreNotReadEither() {
        Alert alert = recorded.first(one -> one.getRuleId().equals("budget"));
        AtomicInteger begun = new AtomicInteger();
        BooleanSupplier late = () -> begun.incrementAndGet() > 0;

        Explanation explanation = explaining.explainer.explain(alert, 5, late, recorded, recorded.versions());

        assertThat(begun).as("all parts are of one spec").hasValue(1);
        assertThat(explanation.parts())
                .hasSize(4)
                .allSatisfy(part -> assertThat(part.verdict())
                        .isEqualTo(new Unknown("There was no time to read all of the records.")));
    }

    private static Span span(Alert alert, long beforeTheEnd) {
        Span any = (Span)
                explaining
                        .explain(recorded, recorded.first(one -> one.getRuleId().equals("calls")))
                        .records()
                        .stream()
                        .map(Explanation.Counted::record)
                        .filter(Span.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        return Span.newBuilder(any)
                .setTimestamp((alert.getWindowEnd() - beforeTheEnd) * 1_000)
                .setService(alert.getGroup().get("service"))
                .build();
    }

    private static List<Difference> differences(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Differs.class);
        return ((Differs) verdict).differences();
    }

    /** The first that tells of a breach in the middle of the story, some time after the rules last changed. */
}
