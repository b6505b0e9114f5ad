package dev.vigia.chaos.cluster;

import dev.vigia.platform.ChildProcess;
import dev.vigia.platform.ElasticsearchProcess;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.Ports;
import dev.vigia.platform.Progress;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.platform.StartFailedException;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Vigia as docker-compose.yml runs it, on several processes: three brokers, registry, Elasticsearch, two Connect workers,
 * two instances of the processors with standby replicas (a third on demand), two gateways, the console. Of each pair, the
 * second is far: it reaches the brokers through links. Everything listens on free ports of 127.0.0.1 and ends with this
 * process.
 */
public final class Cluster implements AutoCloseable {

    private static final Duration PART_TIMEOUT = Duration.ofMinutes(2);
    private static final int PARTITIONS = 4;
    private static final int SETUP_ATTEMPTS = 5;
    private static final String SPARE = "processors-3";

    /**
     * What a cluster is made of.
     *
     * @param root of the source tree, built
     * @param dir an empty folder for data and logs
     * @param rules text of the one rule file
     * @param routes text of {@code routes.yaml}
     * @param receivers where those are who are told, as {@code vigia.yaml} reads it of the environment
     */
    public record Settings(Path root, Path dir, String rules, String routes, Map<String, String> receivers) {}

    private final Settings settings;
    private final Brokers brokers;
    private final ConnectWorkers connect;
    private final Installation installation;
    private final int registryPort = Ports.free();
    private final int elasticsearchPort = Ports.free();
    private final SearchProxy search;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();

    private Cluster(Settings settings) {
        this.settings = settings;
        this.brokers = new Brokers(settings.dir());
        this.connect = new ConnectWorkers(settings.root(), settings.dir());
        this.installation =
                new Installation(settings.root(), settings.dir().resolve("vigia"), settings.rules(), settings.routes());
        this.search = new SearchProxy(elasticsearch());
        brokers.members().forEach(member -> members.put(member.name(), member));
        PlatformHome home = PlatformHome.find();
        add(
                "registry",
                Kind.REGISTRY,
                name -> RegistryProcess.start(settings.dir().resolve(name), registryPort, home.registry()));
        add(
                "elasticsearch",
                Kind.ELASTICSEARCH,
                name -> ElasticsearchProcess.start(
                        settings.dir().resolve(name), elasticsearchPort, home.elasticsearch()));
        for (int i = 1; i <= 2; i++) {
            add("connect-" + i, Kind.CONNECT, name -> connect.start(name, port(name), bootstrapServers(name)));
            add("gateway-" + i, Kind.GATEWAY, name -> part(name, "ingest"));
        }
        for (int i = 1; i <= 3; i++) add("processors-" + i, Kind.PROCESSORS, name -> part(name, "process"));
        add("console", Kind.CONSOLE, name -> part(name, "console"));
    }

    private interface Starter {
        dev.vigia.platform.RunningProcess start(String name);
    }

    private void add(String name, Kind kind, Starter starter) {
        ports.put(name, Ports.free());
        members.put(name, new Member(name, kind, () -> starter.start(name)));
    }

    /**
     * Starts all of it but the third instance of the processors, and gives Connect its connectors.
     *
     * @throws StartFailedException naming what does not start
     */
    public static Cluster start(Settings settings) {
        Cluster cluster = new Cluster(settings);
        try {
            together(
                    Stream.of(Kind.BROKER, Kind.REGISTRY, Kind.ELASTICSEARCH)
                            .flatMap(kind -> cluster.of(kind).stream())
                            .toList(),
                    Member::start);
            cluster.startAll();
            cluster.setUp();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts what does not run but should, all at once, and waits for it. */
    public void startAll() {
        together(members.values().stream().filter(Cluster::isRegular).toList(), Member::start);
    }

    private static boolean isRegular(Member member) {
        return !member.name().equals(SPARE);
    }

    private static void together(Collection<Member> members, java.util.function.Consumer<Member> action) {
        Executor threads = task -> new Thread(task, "member").start();
        List<CompletableFuture<Void>> done = members.stream()
                .map(member -> CompletableFuture.runAsync(() -> action.accept(member), threads))
                .toList();
        try {
            done.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }

    private void setUp() {
        Installation.Run run = new Installation.Run(-1, "");
        // Connect refuses while its workers are still finding each other.
        for (int i = 0; i < SETUP_ATTEMPTS && run.exitCode() != 0; i++) {
            run = installation.run(environment("setup"), "setup", "--connect", "http://127.0.0.1:" + port("connect-1"));
        }
        if (run.exitCode() != 0) throw new UserException("vigia setup failed: " + run.output());
    }

    private ChildProcess part(String name, String command) {
        ChildProcess process =
                installation.start(name, environment(name), settings.dir().resolve(name + ".log"), command);
        process.awaitReady(() -> isUp(name), PART_TIMEOUT, Progress.NONE);
        return process;
    }

    /** The monitoring of processors answers before they are started; the last of them is dispatch. */
    private boolean isUp(String name) {
        try {
            Http.Answer health = Http.get(URI.create(url(name) + "/health"));
            return health.status() == 200
                    && (!name.startsWith("processors") || health.body().contains("dispatch"));
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private Map<String, String> environment(String name) {
        Map<String, String> environment = new HashMap<>();
        environment.put("VIGIA_BOOTSTRAP_SERVERS", bootstrapServers(name));
        environment.put("VIGIA_SCHEMA_REGISTRY_URL", registry());
        environment.put("VIGIA_ELASTICSEARCH_URL", search.url().toString());
        environment.put("VIGIA_CONNECT_URL", url("connect-1"));
        environment.put("VIGIA_DATA_DIR", settings.dir().resolve(name).toString());
        environment.put("VIGIA_INSTANCE_ID", name);
        environment.put("VIGIA_TELEMETRY_PARTITIONS", Integer.toString(PARTITIONS));
        environment.put("VIGIA_SIGNAL_PARTITIONS", Integer.toString(PARTITIONS));
        environment.put("VIGIA_REPLICATION_FACTOR", Integer.toString(Brokers.COUNT));
        environment.put("VIGIA_STANDBY_REPLICAS", "1");
        // A commit is work for all brokers, which share few cores here with everybody else.
        environment.put("VIGIA_COMMIT_INTERVAL", "300ms");
        environment.putAll(settings.receivers());
        environment.put("VIGIA_HEAP", name.startsWith("processors") ? "384m" : "256m");
        environment.put("VIGIA_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        boolean gateway = name.startsWith("gateway");
        environment.put("VIGIA_INGEST_PORT", Integer.toString(gateway ? port(name) : 0));
        environment.put("VIGIA_MONITORING_PORT", Integer.toString(name.startsWith("processors") ? port(name) : 0));
        environment.put("VIGIA_CONSOLE_PORT", Integer.toString(name.equals("console") ? port(name) : 0));
        return environment;
    }

    private String bootstrapServers(String name) {
        return name.endsWith("-2") ? brokers.far() : brokers.near();
    }

    private String registry() {
        return "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7";
    }

    private int port(String name) {
        return ports.getOrDefault(name, 0);
    }

    private String url(String name) {
        return "http://127.0.0.1:" + port(name);
    }

    /** All members, in the order in which they can be started. */
    public List<Member> members() {
        return List.copyOf(members.values());
    }

    /** The members of a kind. */
    public List<Member> of(Kind kind) {
        return members.values().stream().filter(member -> member.kind() == kind).toList();
    }

    /** Those of a kind that {@link #startAll} starts. */
    public List<Member> regular(Kind kind) {
        return of(kind).stream().filter(Cluster::isRegular).toList();
    }

    /** Those of a kind that are meant to run. */
    public List<Member> running(Kind kind) {
        return of(kind).stream().filter(member -> member.life().isPresent()).toList();
    }

    /** How often one of a kind was killed. */
    public int kills(Kind kind) {
        return of(kind).stream().mapToInt(Member::kills).sum();
    }

    public Member member(String name) {
        Member member = members.get(name);
        if (member == null) throw new IllegalArgumentException("There is no " + name + " among " + members.keySet());
        return member;
    }

    /** How clients reach Kafka and the registry. */
    public KafkaSettings kafka() {
        return new KafkaSettings(
                brokers.near(), registry(), "", PARTITIONS, PARTITIONS, (short) Brokers.COUNT, Map.of());
    }

    public List<URI> gateways() {
        return of(Kind.GATEWAY).stream().map(this::url).toList();
    }

    /** Where a part of Vigia, or a Connect worker, serves HTTP: {@code /health} and {@code /metrics}, or its REST API. */
    public URI url(Member member) {
        return URI.create(url(member.name()));
    }

    /** Elasticsearch itself, behind the proxy. */
    public URI elasticsearch() {
        return URI.create("http://127.0.0.1:" + elasticsearchPort);
    }

    /** What stands before it. */
    public SearchProxy search() {
        return search;
    }

    /** Cuts the far members off from the brokers. */
    public void cutLinks() {
        brokers.cutLinks();
    }

    public void healLinks() {
        brokers.healLinks();
    }

    /** Where a member keeps what it needs to go on. */
    public Path dataOf(Member member) {
        return settings.dir().resolve(member.name());
    }

    /** How a command ended, and what it said. */
    public record Run(int exitCode, String output) {}

    /** Runs a command of the launcher that ends by itself. */
    public Run vigia(String... arguments) {
        Installation.Run run = installation.run(environment("tool"), arguments);
        return new Run(run.exitCode(), run.output());
    }

    /** Kills everything: nothing of it is needed any more. */
    @Override
    public void close() {
        together(new ArrayList<>(members.values()), Member::kill);
        search.close();
        brokers.close();
    }
}
