package dev.vigia.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.console.Console;
import dev.vigia.console.Receivers;
import dev.vigia.ingest.gateway.Gateway;
import dev.vigia.ingest.host.HostMetrics;
import dev.vigia.ingest.shop.Shop;
import dev.vigia.processors.aggregate.Aggregator;
import dev.vigia.processors.backtest.Backtest;
import dev.vigia.processors.control.ControlPart;
import dev.vigia.processors.dispatch.DispatchTopology;
import dev.vigia.processors.evaluate.EvaluateTopology;
import dev.vigia.processors.explain.Explainer;
import dev.vigia.processors.ledger.LedgerTopology;
import dev.vigia.processors.normalize.NormalizeTopology;
import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.replay.RoutesReplay;
import dev.vigia.processors.rollup.RollupTopology;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.processors.verify.Verification;
import dev.vigia.processors.watch.WatchPart;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.MonitoringServer;
import dev.vigia.runtime.Part;
import dev.vigia.runtime.RunningKafka;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import dev.vigia.schemas.serde.Schemas;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the parts from the settings. Nothing is started here. */
final class Wiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final int RECORDS_ON_PAGE = 20;

    private final Settings settings;
    private final KafkaSettings kafka;
    private final Topics topics;
    private final RegistryClient registry;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<Map<String, Health>> health;

    /** @param health how each part of this process is, by name */
    Wiring(Settings settings, Supplier<Map<String, Health>> health) {
        this.settings = settings;
        this.kafka = settings.kafka();
        this.topics = kafka.topics();
        this.registry = new RegistryClient(kafka.schemaRegistry());
        this.health = health;
    }

    /**
     * The same for a command that reads an installation.
     *
     * @throws UserException when Kafka does not answer, or was not set up
     */
    static Wiring ofRunning(Settings settings) {
        RunningKafka.require(settings.kafka());
        return new Wiring(settings, Map::of);
    }

    /**
     * Makes topics and schemas that are not there yet.
     *
     * @throws UserException when Kafka or the registry does not answer
     */
    void install() {
        new TopicInstaller(kafka).install();
        try {
            Schemas.install(registry, topics);
        } catch (RegistryUnavailableException e) {
            throw new UserException("Cannot make the schemas: " + e.getMessage(), e);
        }
    }

    /**
     * Looks at the files of receivers, rules, maintenance windows, routes and who is on call.
     *
     * @return what nobody is told of as things are, and who is told nothing; one line for each
     * @throws UserException naming what is wrong
     */
    List<String> check() {
        checkReceivers();
        Map<String, String> rules = ruleFolder().read();
        maintenance().read();
        return routesFile().requireRight(RoutesFile.rules(rules), settings);
    }

    /** @throws UserException naming file, line and setting of the first receiver that could not be told */
    void checkReceivers() {
        RoutesFile.requireNone(new ReceiverSection(settings).problems());
    }

    private Path onCallFile() {
        return settings.folder().resolve("on-call.yaml");
    }

    private RoutesFile routesFile() {
        return RoutesFile.read(settings.folder().resolve("routes.yaml"));
    }

    /** What nobody would be told of the alerts of some rules; one line for each. */
    List<String> untold(Collection<Rule> rules) {
        return RoutesFile.untold(rules, settings);
    }

    /** Brings changed rule files into force, and warns of what makes no sense in any of them. */
    List<String> applyRules() {
        Map<String, String> files = ruleFolder().read();
        RuleFolder.doubts(files).forEach(doubt -> LOG.warn("{}", doubt));
        return ruleFolder().apply(files, control());
    }

    /** Brings maintenance windows into force if their file has changed. */
    void applyMaintenance() {
        maintenance().apply(control());
    }

    private MaintenanceWindows maintenance() {
        return new MaintenanceWindows(settings.folder().resolve("maintenance.yaml"));
    }

    private RuleFolder ruleFolder() {
        return new RuleFolder(settings.folder().resolve("rules"));
    }

    ControlLog control() {
        return new ControlLog(kafka, registry);
    }

    RulesUptake rulesUptake() {
        return new RulesUptake(kafka, registry);
    }

    DrillLog drillLog() {
        return new DrillLog(kafka, registry);
    }

    Verification verification() {
        return new Verification(kafka, settings.aggregate(), registry);
    }

    Explainer explainer() {
        return new Explainer(kafka, settings.aggregate(), registry);
    }

    /** For the console's page. */
    private ObjectNode explain(Alert transition, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        return ExplanationJson.of(explainer().explain(transition, RECORDS_ON_PAGE, () -> System.nanoTime() - end > 0));
    }

    RoutesReplay routesReplay() {
        return new RoutesReplay(kafka, registry);
    }

    Backtest backtest() {
        return new Backtest(kafka, settings.aggregate(), registry);
    }

    Part gateway() {
        return new Gateway(settings.gateway(), kafka, metrics);
    }

    Part hostMetrics() {
        return new HostMetrics(settings.hostMetrics(), kafka, metrics);
    }

    Part shop() {
        return new Shop(settings.shop(), Clock.systemUTC(), metrics);
    }

    Part console() {
        Routing all = routesFile().routing();
        OnCallRota rota = new OnCallRota(onCall(onCallFile(), all));
        Language language = Language.of(settings.notifications().language()).orElse(Language.EN);
        return new Console(
                settings.console(), kafka, receivers(limited(all)), this::explain, rota, metrics, health, language);
    }

    Part monitoring() {
        return new MonitoringServer(
                settings.monitoring().host(), settings.monitoring().port(), metrics, health);
    }

    /** Names of the processors, in the order of the data flow. */
    static final Set<String> PROCESSORS = new LinkedHashSet<>(
            List.of("normalize", "aggregate", "rollup", "control", "evaluate", "dispatch", "ledger", "watch"));

    List<Part> processors() {
        return PROCESSORS.stream().map(this::processor).toList();
    }

    Part processor(String name) {
        return switch (name) {
            case "aggregate" -> new Aggregator(kafka, settings.aggregate(), metrics, Clock.systemUTC());
            case "normalize" -> streams(name, new NormalizeTopology(topics, registry, metrics).build());
            case "rollup" -> streams(name, new RollupTopology(topics, registry, metrics).build());
            case "control" -> new ControlPart(kafka, settings.streams(), registry, Clock.systemUTC());
            case "dispatch" -> {
                RoutesFile file = routesFile();
                file.requireRight(RoutesFile.rules(ruleFolder().read()), settings)
                        .forEach(LOG::warn);
                Routing all = file.routing();
                OnCall onCall = onCall(onCallFile(), all);
                onCall.warnings().forEach(LOG::warn);
                yield streams(name, new DispatchTopology(topics, registry, limited(all), onCall, metrics).build());
            }
            case "evaluate" -> streams(name, new EvaluateTopology(topics, registry, metrics).build());
            case "ledger" -> ledger(name);
            case "watch" ->
                new WatchPart(kafka, settings.watch(), settings.streams(), registry, metrics, Clock.systemUTC());
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** @throws UserException naming file, line and field of the first thing that is wrong */
    OnCall onCall(Path file) {
        return onCall(file, routesFile().routing());
    }

    private static OnCall onCall(Path file, Routing all) {
        return OnCallRota.read(file, all.namesToldAtOnce());
    }

    /** The same routes to the receivers that have an address. */
    private Routing limited(Routing all) {
        return all.limitedTo(settings.notifications().reachable().keySet());
    }

    private static Receivers receivers(Routing routing) {
        return new Receivers() {
            @Override
            public List<String> names() {
                return List.copyOf(routing.receiverNames());
            }

            @Override
            public List<Told> of(Alert alert) {
                Map<String, String> labels = routing.labels(alert);
                return routing.of(labels).stream()
                        .flatMap(route -> route.receivers().stream()
                                .map(receiver -> new Told(receiver, route.group(alert, labels))))
                        .distinct()
                        .toList();
            }
        };
    }

    private Part streams(String name, Topology topology) {
        return new StreamsPart(name, topology, kafka, settings.streams());
    }

    /** It tells of a partition once a second; more transactions would only cost. */
    private Part ledger(String name) {
        Topology topology = new LedgerTopology(topics, registry, metrics).build();
        return new StreamsPart(name, topology, kafka, settings.streams().withCommitInterval(Duration.ofSeconds(1)));
    }

    @Override
    public void close() {
        registry.close();
    }
}
