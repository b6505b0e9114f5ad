package dev.vigia.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.chaos.load.Claim;
import dev.vigia.chaos.load.Claim.Fate;
import dev.vigia.chaos.load.Incident;
import dev.vigia.chaos.load.Operators.Outcome;
import dev.vigia.chaos.load.RecordId;
import dev.vigia.chaos.load.Signal;
import dev.vigia.chaos.verdict.DeadLetter.Place;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.avro.Transition;
import java.time.Duration;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each check passes when all is well, and notices what it is there for. */
class ChecksTest {

    private static final byte[] VALUE = {1, 2, 3};
    private static final Check WELL = new Check("health", "", List.of(), 0);
    private static final Check DEGRADED = new Check("health", "", List.of("watch is degraded"), 0);
    private static final Poison.Doses NO_POISON = new Poison.Doses(Set.of(), Map.of());

    /** Lane 0 is counted; Elasticsearch does not take lane 1; lane 2 is early. */
    private final Evidence evidence = new Evidence(lane -> Fate.values()[new int[] {0, 2, 1}[lane]]);

    private long offset;

    private void write(int lane, int number) {
        Log log = Log.newBuilder()
                .setTimestamp(0)
                .setService("cart")
                .setTraceId(new RecordId(lane, number).text())
                .build();
        evidence.telemetry(Signal.LOGS, new Place("logs", 0, offset++), log, VALUE);
    }

    private static BitSet numbers(int... numbers) {
        BitSet set = new BitSet();
        for (int number : numbers) set.set(number);
        return set;
    }

    private static List<Claim> claims(BitSet acknowledged, BitSet refused) {
        return List.of(new Claim("a", 0, Signal.LOGS, Fate.COUNTED, 4, acknowledged, refused));
    }

    @Test
    void health_getsWellWhileItIsWaitedFor_passes() throws InterruptedException {
        Iterator<Check> looks = List.of(DEGRADED, WELL).iterator();
        assertThat(Polling.within(Duration.ofMinutes(1), looks::next, Check::passed))
                .isSameAs(WELL);
        assertThat(looks).isExhausted();
    }

    @Test
    void health_isNotWellWhenPatienceIsOver_differs() throws InterruptedException {
        assertThat(Polling.within(Duration.ZERO, () -> DEGRADED, Check::passed)).isSameAs(DEGRADED);
    }

    @Test
    void delivery_acknowledgedAreThereAndUnknownMayBe_passes() {
        write(0, 0);
        write(0, 1);
        write(0, 2);

        Check check = DeliveryCheck.check(claims(numbers(0, 1), numbers(3)), evidence);

        assertThat(check.differences()).isEmpty();
        assertThat(check.counts()).isEqualTo("4 sent, 2 acknowledged, 1 unknown");
    }

    @Test
    void delivery_lostRefusedOrDoubled_isNoticed() {
        write(0, 0);
        write(0, 3);
        write(0, 3);

        assertThat(DeliveryCheck.check(claims(numbers(0, 1), numbers(3)), evidence)
                        .differences())
                .containsExactly(
                        "a: 1 acknowledged records are lost; first 1",
                        "a: 1 refused records are there; first 3",
                        "0/3 again at logs-0@2");
    }

    @Test
    void documents_sameAsInTheTopics_pass() {
        write(0, 0);

        assertThat(documents(new RecordId(0, 0)).passed()).isTrue();
    }

    @Test
    void documents_missingStrangeOrDoubled_areNoticed() {
        write(0, 0);

        assertThat(documents(new RecordId(0, 1), new RecordId(0, 1)).differences())
                .containsExactly(
                        "0/1 again at index/1",
                        "a: 1 records are missing; first 0",
                        "a: 1 documents should not be there; first 1");
    }

    private Check documents(RecordId... ids) {
        Arrivals logs = new Arrivals();
        for (int i = 0; i < ids.length; i++) logs.add(ids[i], "index/" + i);
        return DocumentCheck.check(
                claims(new BitSet(), new BitSet()), evidence, signal -> signal == Signal.LOGS ? logs : new Arrivals());
    }

    @Test
    void deadLetters_complete_pass() {
        write(1, 0);
        write(2, 0);
        letter("elasticsearch", 0, VALUE);
        letter("elasticsearch", 0, VALUE);
        letter("aggregate", 1, VALUE);

        assertThat(DeadLetterCheck.check(NO_POISON, evidence).differences()).isEmpty();
    }

    @Test
    void deadLetters_missingStrangeDoubledOrChanged_areNoticed() {
        write(2, 0);
        write(1, 0);
        letter("aggregate", 0, VALUE);
        letter("aggregate", 0, VALUE);
        letter("elasticsearch", 1, new byte[] {1});
        letter("normalize", 7, VALUE);
        evidence.unreadable(new Place("logs", 0, 9));
        Poison.Doses poison =
                new Poison.Doses(Set.of(), Map.of(new DeadLetter("rollup", new Place("deltas", 0, 5)), VALUE));

        assertThat(DeadLetterCheck.check(poison, evidence).differences())
                .containsExactlyInAnyOrder(
                        "2 times: logs-0@0 by aggregate",
                        "other bytes: logs-0@1 by elasticsearch",
                        "missing: deltas-0@5 by rollup",
                        "unexpected: logs-0@7 by normalize",
                        "cannot be read: logs-0@9");
    }

    private void letter(String stage, long of, byte[] value) {
        evidence.deadLetter(new DeadLetter(stage, new Place("logs", 0, of)), value);
    }

    @Test
    void rollups_sumOverMinutesAndReplacedRevisions_pass() {
        for (int i = 0; i < 3; i++) write(0, i);
        rollup("minute 1", 9);
        rollup("minute 1", 1);
        rollup("minute 2", 2);

        assertThat(RollupCheck.ofTopic(evidence).differences()).isEmpty();
        assertThat(RollupCheck.ofElasticsearch(evidence, kind -> Map.of("cart", 3L))
                        .differences())
                .isEmpty();
    }

    @Test
    void rollups_otherSum_isNoticed() {
        write(0, 0);
        rollup("minute 1", 2);

        assertThat(RollupCheck.ofTopic(evidence).differences()).containsExactly("requests of cart: 2 instead of 1");
        assertThat(RollupCheck.ofElasticsearch(evidence, kind -> Map.of()).differences())
                .containsExactly("requests of cart: 0 instead of 1");
    }

    private void rollup(String key, long count) {
        evidence.rollup(
                key,
                Rollup.newBuilder()
                        .setKind("requests")
                        .setService("cart")
                        .setDimensions(Map.of())
                        .setWindowStart(0)
                        .setWindowEnd(60_000)
                        .setRevision(1)
                        .setCount(count)
                        .setErrors(0)
                        .setClientErrors(0)
                        .setValues(0)
                        .setSum(0)
                        .setMin(0)
                        .setMax(0)
                        .setLast(0)
                        .setP50(0)
                        .setP95(0)
                        .setP99(0)
                        .build());
    }

    private static final List<Incident> INCIDENTS = List.of(new Incident("cart", 1_000, 20_000, false));

    @Test
    void alerts_byTheScript_pass() {
        alert("cart", Transition.ACTIVE, 1, 5_000);
        alert("cart", Transition.RECOVERING, 2, 5_000);
        alert("cart", Transition.RESOLVED, 3, 5_000);

        assertThat(AlertCheck.check(INCIDENTS, evidence).differences()).isEmpty();
    }

    @Test
    void alerts_missingDoubledOrWithoutIncident_areNoticed() {
        alert("cart", Transition.ACTIVE, 1, 5_000);
        alert("cart", Transition.ACTIVE, 1, 5_000);
        alert("search", Transition.ACTIVE, 1, 5_000);
        alert("cart", Transition.RESOLVED, 3, 5_000);

        assertThat(AlertCheck.check(INCIDENTS, evidence).differences())
                .containsExactly(
                        "errors/search begins at 5000 without an incident",
                        "errors/cart: [ACTIVE, ACTIVE, RESOLVED] instead of [ACTIVE, RECOVERING, RESOLVED]",
                        "errors/search: [ACTIVE] without an incident");
    }

    @Test
    void alerts_peopleSaySomethingInBetween_pass() {
        alert("cart", Transition.ACTIVE, 1, 5_000);
        alert("cart", Transition.ACKNOWLEDGED, 2, 5_000, "ack-e");
        alert("cart", Transition.RECOVERING, 3, 5_000);
        alert("cart", Transition.COMMENTED, 4, 5_000, "comment-e");
        alert("cart", Transition.RESOLVED, 5, 5_000);

        assertThat(AlertCheck.check(INCIDENTS, evidence).differences()).isEmpty();
    }

    @Test
    void commands_doneOnceOrNobodyKnows_pass() {
        alert("cart", Transition.ACKNOWLEDGED, 2, 5_000, "a");
        alert("cart", Transition.ASSIGNED, 3, 5_000, "b");

        assertThat(CommandCheck.check(
                                Map.of(
                                        "a",
                                        Outcome.DONE,
                                        "b",
                                        Outcome.UNKNOWN,
                                        "c",
                                        Outcome.UNKNOWN,
                                        "d",
                                        Outcome.REFUSED),
                                evidence)
                        .differences())
                .isEmpty();
    }

    @Test
    void commands_lostDoubledOrNeverSaid_areNoticed() {
        alert("cart", Transition.ACKNOWLEDGED, 2, 5_000, "b");
        alert("cart", Transition.ACKNOWLEDGED, 3, 5_000, "b");
        alert("cart", Transition.COMMENTED, 4, 5_000, "c");

        assertThat(CommandCheck.check(Map.of("a", Outcome.DONE, "b", Outcome.UNKNOWN), evidence)
                        .differences())
                .containsExactlyInAnyOrder(
                        "a was done and is not told", "b is told 2 times", "c is told and was not said");
    }

    private void alert(String service, Transition transition, long sequence, long startedAt) {
        alert(service, transition, sequence, startedAt, null);
    }

    private void alert(
            String service, Transition transition, long sequence, long startedAt, @Nullable String commandId) {
        evidence.alert(Samples.alert()
                .setCommandId(commandId)
                .setSequence(sequence)
                .setTransition(transition)
                .setAt(startedAt)
                .setStartedAt(startedAt)
                .setGroup(Map.of("service", service))
                .build());
    }
}
