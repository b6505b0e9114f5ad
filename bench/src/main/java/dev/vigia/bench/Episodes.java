package dev.vigia.bench;

import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.rules.Spec;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.StreamsStore;
import dev.vigia.processors.streams.BoundedRocksDb;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;

/**
 * One partition of {@code evaluate} whose groups all have an open episode, on the store that the topology has: RocksDB and the
 * cache of Kafka Streams before it, which is flushed after each signal. There is no changelog and no broker. The time of the
 * folds counts, and no other.
 */
final class Episodes implements AutoCloseable {

    static final int RULES = 1_000;

    /** So many of them have windows that close every ten seconds; those of the others close when the day is over. */
    private static final int CLOSING_RULES = 10;

    private static final String STORE = "evaluate-state";
    private static final long STEP = 10_000;
    /** Beginning of a day: milliseconds since 1970-01-01 UTC. */
    private static final long DAY = 1_800_057_600_000L;

    private static final int DELTAS_A_FRAME = 5_000;
    private static final Topics TOPICS = Topics.of("", 1, 1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path dir;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> input;
    private final Folds fold = new Folds();
    private final List<Rule> rules = RuleSetParser.parse("bench.yaml", yaml()).rules();
    private final int groups;
    private final int closing;
    private long position;
    private long dataTime = DAY + STEP;
    private int touched;

    private Episodes(Path dir, int groups, int closing) {
        this.dir = dir;
        this.groups = groups;
        this.closing = closing;
        var store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingDisabled();
        var bytes = Serdes.ByteArray();
        Topology topology = new Topology()
                .addSource("from-signals", bytes.deserializer(), bytes.deserializer(), "signals")
                .addProcessor("evaluate", () -> new Folding(fold), "from-signals")
                .addStateStore(store, "evaluate");
        driver = new TopologyTestDriver(topology, config(dir));
        input = driver.createInputTopic("signals", new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Gives each group a record that begins its episode.
     *
     * @param closing how many groups have a window that closes every ten seconds of data time
     */
    static Episodes open(Path target, int groups, int closing) throws IOException {
        Files.createDirectories(target);
        Episodes episodes = new Episodes(Files.createTempDirectory(target, "episodes-"), groups, closing);
        episodes.begin();
        return episodes;
    }

    @SuppressWarnings("deprecation") // the setting goes once it is the only way
    private static Properties config(Path dir) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
        config.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 8 << 20);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        return config;
    }

    private static String yaml() {
        StringBuilder yaml = new StringBuilder("rules:\n");
        for (int i = 0; i < RULES; i++) {
            yaml.append(String.format(
                    Locale.ROOT,
                    "  - {id: rule-%d, filter: event_name == \"e%d\", group_by: [service], aggregate: count, above: 0,"
                            + " window: 1d, severity: low%s}%n",
                    i,
                    i,
                    i < CLOSING_RULES ? "" : ", consecutive: 2"));
        }
        return yaml.toString();
    }

    private void begin() {
        say(new Tick(DAY, List.of(new Input(TOPICS.logs().name(), 1))));
        say(new ControlSignal(
                0L,
                Control.newBuilder()
                        .setId("rules")
                        .setAt(DAY)
                        .setActor("bench")
                        .setBody(new RuleFile("bench.yaml", yaml()))
                        .build()));
        say(frame(List.of()));
        for (int from = 0; from < groups; from += DELTAS_A_FRAME) {
            say(frame(deltas(from, Math.min(groups, from + DELTAS_A_FRAME))));
        }
        Failures.require(fold.outcomes == groups, fold.outcomes + " episodes of " + groups + " groups have begun");
    }

    private List<Delta> deltas(int from, int to) {
        List<Delta> deltas = new ArrayList<>(to - from);
        for (int group = from; group < to; group++) {
            Rule rule = rules.get(
                    group < closing ? group % CLOSING_RULES : CLOSING_RULES + group % (RULES - CLOSING_RULES));
            long offset = position + deltas.size();
            deltas.add(Delta.newBuilder()
                    .setCut(0)
                    .setSeries(rule.id())
                    .setSpec(Spec.of(rule).hash())
                    .setGroup(List.of("service-" + group))
                    .setBucket(dataTime)
                    .setCount(1)
                    .setFirstOffset(offset)
                    .setLastOffset(offset)
                    .setExemplars(List.of(offset))
                    .build());
        }
        return deltas;
    }

    private Frame frame(List<Delta> deltas) {
        long from = position;
        position += deltas.size();
        Cut cut = new Cut(TOPICS.logs().name(), 0, from, position, (long) deltas.size(), dataTime);
        return new Frame(List.of(cut), 0L, dataTime, deltas, false, dataTime, null, 0L);
    }

    /**
     * Folds frames that each move data time by ten seconds, with a tick each.
     *
     * @param news how many groups have a record in each
     */
    Speed frames(int frames, int news) {
        fold.nanos = 0;
        fold.cpuNanos = 0;
        for (int i = 0; i < frames; i++) {
            dataTime += STEP;
            say(new Tick(dataTime, List.of(new Input(TOPICS.logs().name(), 1))));
            say(frame(deltas(touched, touched + news)));
            touched = (touched + news) % (groups - news + 1);
        }
        return new Speed(frames / (fold.nanos / 1e9), fold.cpuNanos / 1e3 / frames);
    }

    /** No episode has changed, and the windows that closed are followed by others. */
    void check() {
        Failures.require(fold.outcomes == groups, "there were " + (fold.outcomes - groups) + " transitions");
        long waiting = fold.entries('T', key -> Key.timeAt(key, 2) == dataTime + STEP);
        Failures.require(waiting == closing, waiting + " groups wait for the next window, and not " + closing);
        long all = fold.entries('T', key -> true);
        Failures.require(all == groups, all + " groups wait for a window, and not " + groups);
    }

    /** Keys and values in the store. */
    double bytesPerGroup() {
        return (double) fold.bytes() / groups;
    }

    private void say(SpecificRecord body) {
        fold.next = Optional.of(new Signal(body));
        input.pipeInput(new byte[0]);
    }

    @Override
    public void close() throws IOException {
        driver.close();
        List<Path> all;
        try (Stream<Path> files = Files.walk(dir)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) Files.deleteIfExists(file);
    }

    /** Where Kafka Streams calls. */
    private record Folding(Folds folds) implements Processor<byte[], byte[], Void, Void> {

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            folds.begin(new StreamsStore(context.getStateStore(STORE)));
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            folds.fold();
        }
    }

    /** Folds what is put into {@code next}, and takes the time. */
    private static final class Folds {

        private Optional<StreamsStore> store = Optional.empty();
        private Optional<Evaluation> evaluation = Optional.empty();
        private Optional<Signal> next = Optional.empty();
        private long folded;
        private long outcomes;
        private long nanos;
        private long cpuNanos;

        void begin(StreamsStore opened) {
            store = Optional.of(opened);
            evaluation = Optional.of(new Evaluation(0, opened, TOPICS));
        }

        void fold() {
            Signal signal = next.orElseThrow();
            Evaluation folding = evaluation.orElseThrow();
            long cpu = THREADS.getCurrentThreadCpuTime();
            long clock = System.nanoTime();
            List<Outcome> came = folding.fold(folded++, signal);
            nanos += System.nanoTime() - clock;
            cpuNanos += THREADS.getCurrentThreadCpuTime() - cpu;
            outcomes += came.size();
        }

        /** How many entries a table has whose keys count. */
        long entries(char table, Predicate<byte[]> counts) {
            long[] found = {0};
            Key all = Key.of(table);
            store.orElseThrow().scan(all.bytes(), all.end(), (key, value) -> {
                if (counts.test(key)) found[0]++;
                return true;
            });
            return found[0];
        }

        /** Size of all keys and values. */
        long bytes() {
            long[] found = {0};
            store.orElseThrow().scan(new byte[0], new byte[] {-1}, (key, value) -> {
                found[0] += key.length + value.length;
                return true;
            });
            return found[0];
        }
    }
}
