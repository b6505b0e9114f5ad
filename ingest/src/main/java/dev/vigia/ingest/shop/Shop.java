package dev.vigia.ingest.shop;

import dev.vigia.ingest.ship.GatewayClient;
import dev.vigia.ingest.ship.NdjsonBody;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.Part;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shop, open for business: sends to the gateway what {@link ShopTraffic} says, when it is due. What the gateway does not take
 * at once is dropped and counted ({@code vigia.shop.records}, by {@code result}); nobody needs made-up records afterwards.
 */
public final class Shop implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(Shop.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final long TICK_MILLIS = 200;
    private static final int MOST_RECORDS = 2_000;

    /** After a longer pause, for instance of a sleeping laptop, what was missed is left out. */
    private static final long LONGEST_LAG_SECONDS = 10;

    private static final Duration OUTLOOK = Duration.ofMinutes(30);

    private final ShopSettings settings;
    private final Clock clock;
    private final Counter sent;
    private final Counter dropped;
    private final GatewayClient gateway;
    private List<ShopRecord> waiting = new ArrayList<>();
    private long nextSecond;
    private volatile @Nullable ShopTraffic traffic;
    private volatile @Nullable ScheduledExecutorService scheduler;
    private volatile String trouble = "";

    /**
     * How the shop is doing.
     *
     * @param incident the one going on
     * @param next when the next one begins
     * @param sent records that the gateway took
     * @param dropped records that it did not
     */
    public record State(Optional<Incident> incident, Instant next, long sent, long dropped) {}

    /** @throws dev.vigia.runtime.UserException when the gateway's address is none */
    public Shop(ShopSettings settings, Clock clock, MeterRegistry registry) {
        this.settings = settings;
        this.clock = clock;
        this.sent = registry.counter("vigia.shop.records", "result", "sent");
        this.dropped = registry.counter("vigia.shop.records", "result", "dropped");
        this.gateway = new GatewayClient(settings.url(), REQUEST_TIMEOUT, clock);
    }

    @Override
    public String name() {
        return "shop";
    }

    @Override
    public void start() {
        open();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread shop = new Thread(task, "vigia-shop");
            shop.setDaemon(true);
            return shop;
        });
        scheduler = thread;
        var unused = thread.scheduleWithFixedDelay(this::tickSafely, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void open() {
        traffic = new ShopTraffic(settings, clock.instant());
    }

    /** The incidents so far and those of the next half hour; empty before the start. */
    public List<Incident> incidents() {
        ShopTraffic running = traffic;
        return running == null
                ? List.of()
                : running.plan().before(clock.instant().plus(OUTLOOK));
    }

    /** How it is doing, empty before the start. */
    public Optional<State> state() {
        ShopTraffic running = traffic;
        if (running == null) return Optional.empty();
        Instant now = clock.instant();
        IncidentPlan plan = running.plan();
        return Optional.of(new State(plan.at(now), plan.nextAfter(now), (long) sent.count(), (long) dropped.count()));
    }

    private void tickSafely() {
        try {
            tick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        } catch (RuntimeException e) {
            // An exception would end the schedule without a word.
            LOG.warn("the demo shop missed a turn", e);
        }
    }

    /** Sends what has become due. One thread at a time. */
    void tick() throws InterruptedException {
        ShopTraffic running = traffic;
        if (running == null) return;
        Instant now = clock.instant();
        long current = running.second(now);
        if (current - nextSecond > LONGEST_LAG_SECONDS) {
            nextSecond = current;
            waiting = new ArrayList<>();
        }
        while (nextSecond <= current) waiting.addAll(running.startingIn(nextSecond++));
        Map<Boolean, List<ShopRecord>> byDue = waiting.stream()
                .collect(Collectors.partitioningBy(it -> !it.timestamp().isAfter(now)));
        waiting = new ArrayList<>(byDue.getOrDefault(false, List.of()));
        List<ShopRecord> due = byDue.getOrDefault(true, List.of());
        for (ShopRecord.Kind kind : ShopRecord.Kind.values()) {
            send(
                    kind,
                    due.stream()
                            .filter(it -> it.kind() == kind)
                            .sorted(Comparator.comparing(ShopRecord::timestamp))
                            .toList());
        }
    }

    private void send(ShopRecord.Kind kind, List<ShopRecord> records) throws InterruptedException {
        for (int from = 0; from < records.size(); from += MOST_RECORDS) {
            NdjsonBody body = new NdjsonBody();
            records.subList(from, Math.min(records.size(), from + MOST_RECORDS)).forEach(it -> body.add(it.json()));
            int count = body.records();
            GatewayClient.Answer answer = gateway.post(kind.path(), body.gzipped());
            if (answer instanceof GatewayClient.Answer.Accepted) {
                sent.increment(count);
                trouble = "";
            } else {
                dropped.increment(count);
                setTrouble(answer);
            }
        }
    }

    private void setTrouble(GatewayClient.Answer answer) {
        String why = answer instanceof GatewayClient.Answer.Busy busy ? busy.why() : answer.toString();
        if (trouble.isEmpty())
            LOG.warn("the gateway at {} does not take the demo shop's records: {}", gateway.address(), why);
        trouble = why;
    }

    @Override
    public Health health() {
        if (trouble.isEmpty()) return Health.healthy();
        return Health.degraded("the gateway does not take the demo shop's records: " + trouble);
    }

    @Override
    public void close() {
        ScheduledExecutorService running = scheduler;
        if (running == null) return;
        running.shutdownNow();
        try {
            if (!running.awaitTermination(REQUEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("the demo shop does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
