package dev.vigia.ingest.shop;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What the shop reports, as a function of settings, opening time and time: asking again gives the same records, and the records
 * between two times do not depend on how the time between is cut. Thread-safe.
 */
public final class ShopTraffic {

    /** No journey takes longer than this from its first request to its last record. */
    static final Duration LONGEST = Duration.ofSeconds(16);

    private static final int GAUGES_EVERY = 10;
    private static final int MANY = 60;
    private static final double SWELL = 0.15;
    private static final int SWELL_SECONDS = 300;

    private final ShopSettings settings;
    private final Instant start;
    private final IncidentPlan plan;

    /** @param start when the shop opens; nothing happens before */
    public ShopTraffic(ShopSettings settings, Instant start) {
        this.settings = settings;
        this.start = start;
        this.plan = new IncidentPlan(settings, start);
    }

    /** When check-out breaks. */
    public IncidentPlan plan() {
        return plan;
    }

    /**
     * Everything that is reported with a time stamp in a span of time, in the order of the time stamps. An hour is about 300,000
     * records at the default rate: for longer recordings ask piece by piece.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public List<ShopRecord> between(Instant from, Instant to) {
        List<ShopRecord> records = new ArrayList<>();
        long first = Math.max(0, second(from.minus(LONGEST)));
        for (long second = first; beginning(second).isBefore(to); second++) {
            for (ShopRecord record : startingIn(second)) {
                if (!record.timestamp().isBefore(from) && record.timestamp().isBefore(to)) records.add(record);
            }
        }
        records.sort(Comparator.comparing(ShopRecord::timestamp));
        return records;
    }

    /** Everything that comes of the journeys that begin in a second since the opening; up to {@link #LONGEST} later. */
    List<ShopRecord> startingIn(long second) {
        List<ShopRecord> records = new ArrayList<>();
        Instant beginning = beginning(second);
        Random random = new Random(mix(settings.seed(), second));
        if (second % GAUGES_EVERY == 0) ShopGauges.measure(beginning, plan.at(beginning), random, records::add);
        int journeys = journeys(second, random);
        for (int i = 0; i < journeys; i++) {
            Instant at = beginning.plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
            Optional<Incident> incident = plan.at(at);
            new Visit(random, incident, records::add).run(Journey.of(random.nextInt(Journey.WEIGHTS)), at);
        }
        return records;
    }

    Instant beginning(long second) {
        return start.plusSeconds(second);
    }

    /** The second since the opening that a time lies in; negative before. */
    long second(Instant time) {
        return Math.floorDiv(Duration.between(start, time).toMillis(), 1_000);
    }

    /** Poisson with a mean that rises and falls. */
    private int journeys(long second, Random random) {
        double swell = 1 + SWELL * Math.sin(2 * Math.PI * second / SWELL_SECONDS);
        double mean = settings.rate() / Journey.meanRequests() * swell;
        if (mean > MANY) return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) count++;
        return count;
    }

    /** Seeds next to each other would begin alike: the finalizer of MurmurHash3 spreads them. */
    private static long mix(long seed, long second) {
        long mixed = seed * 0x9E3779B97F4A7C15L + second;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
