package dev.vigia.chaos.load;

import dev.vigia.chaos.load.Claim.Fate;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Log;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All that the applications send, over HTTP and straight to Kafka. */
public final class Load implements AutoCloseable {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Script script;
    private final List<Lane> lanes = new ArrayList<>();
    private final Lane late;
    private final Lane early;
    private final Lane unindexable;
    private long ended = Long.MIN_VALUE;

    /**
     * Begins at once.
     *
     * @param rate records a second in all
     */
    public Load(Script script, KafkaSettings kafka, List<URI> gateways, double rate) {
        this.script = script;
        kafka(kafka, "kafka", 0.40 * rate, Signal.LOGS, this::request);
        http(gateways, "http", 0.35 * rate, Signal.LOGS, false, this::request);
        http(gateways, "http-with-ids", 0.10 * rate, Signal.LOGS, true, this::request);
        http(gateways, "metrics", 0.05 * rate, Signal.METRICS, true, (id, at) -> script.metric(id, of(id), at));
        kafka(kafka, "spans", 0.10 * rate, Signal.SPANS, (id, at) -> script.span(id, of(id), at));
        late = kafka(
                kafka, "an-hour-late", 0, Signal.LOGS, (id, at) -> script.request(id, "late", at - HOUR.toMillis()));
        early = add(new KafkaLane(
                plan(
                        "an-hour-early",
                        Signal.LOGS,
                        Fate.EARLY,
                        (id, at) -> script.request(id, "early", at + HOUR.toMillis())),
                0,
                kafka));
        unindexable =
                add(new KafkaLane(plan("unindexable", Signal.LOGS, Fate.UNINDEXABLE, this::unindexable), 0, kafka));
        lanes.forEach(Lane::start);
    }

    private Lane kafka(KafkaSettings kafka, String name, double rate, Signal signal, Lane.Maker maker) {
        return add(new KafkaLane(plan(name, signal, Fate.COUNTED, maker), rate, kafka));
    }

    private void http(List<URI> gateways, String name, double rate, Signal signal, boolean ids, Lane.Maker maker) {
        add(new HttpLane(plan(name, signal, Fate.COUNTED, maker), rate, gateways, ids));
    }

    private Lane.Plan plan(String name, Signal signal, Fate fate, Lane.Maker maker) {
        return new Lane.Plan(name, lanes.size(), signal, fate, maker);
    }

    private Lane add(Lane lane) {
        lanes.add(lane);
        return lane;
    }

    private static String of(RecordId id) {
        return Script.service(id.number());
    }

    private Log request(RecordId id, long at) {
        return script.request(id, of(id), at);
    }

    /** Elasticsearch takes no NUL in a name. */
    private Log unindexable(RecordId id, long at) {
        return Log.newBuilder(script.request(id, "unindexable", at))
                .setAttributes(Map.of("nul\0", "x"))
                .build();
    }

    /** The incidents that records were sent of, once the load has ended. */
    public List<Incident> incidents() {
        return script.incidents(ended);
    }

    /** What each lane says of its records. */
    public List<Claim> claims() {
        return lanes.stream().map(Lane::claim).toList();
    }

    /** What has to become of the records of a lane. */
    public Fate fate(int lane) {
        return lanes.get(lane).fate();
    }

    /** A producer whose clock is an hour behind; silent at first. */
    public Lane late() {
        return late;
    }

    /** A producer whose clock is an hour ahead; silent at first. */
    public Lane early() {
        return early;
    }

    /** Records that Elasticsearch does not take; none at first. */
    public Lane unindexable() {
        return unindexable;
    }

    /** How many records were sent so far. */
    public long sent() {
        return lanes.stream().mapToLong(lane -> lane.journal().sent()).sum();
    }

    /** Ends the load, once no incident is on, and waits until everybody knows what became of what they sent. */
    @Override
    public void close() {
        try {
            long quiet = script.quietFrom(System.currentTimeMillis());
            TimeUnit.MILLISECONDS.sleep(Math.max(0, quiet - System.currentTimeMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = System.currentTimeMillis();
        lanes.forEach(Lane::stop);
        lanes.forEach(Lane::close);
    }
}
