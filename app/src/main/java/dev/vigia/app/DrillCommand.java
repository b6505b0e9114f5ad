package dev.vigia.app;

import dev.vigia.ingest.ship.GatewayClient;
import dev.vigia.runtime.Interrupt;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Severity;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigia drill}: makes up an incident, sends it through everything, and says who was told when. */
@Command(
        name = "drill",
        description = "Make up an incident, send it through everything, and see who is told of it and when."
                + " Whoever the routes name is told, with a mark that it is a drill.",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everybody was told of it and of its end",
            "1:not everybody was; it says who, and why",
            "2:not done; one line says why"
        })
final class DrillCommand implements Callable<Integer> {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(20);
    private static final int NOT_ALL_TOLD = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Which service it is about, for routes that ask for one. Default: ${DEFAULT-VALUE}.")
    private String service = Drills.SERVICE;

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "critical, high, medium, low or info. Default: critical.")
    private Severity severity = Severity.CRITICAL;

    @Option(
            names = "--receivers",
            split = ",",
            paramLabel = "NAME",
            description = "Who has to be told. Default: whom the routes name, as the console says.")
    private List<String> receivers = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long to wait until all are told, and again after the end. Default: ${DEFAULT-VALUE}.")
    private String timeout = "60s";

    @Option(names = "--gateway", paramLabel = "URL", description = "Where the gateway is; default: as in vigia.yaml.")
    private Optional<String> gateway = Optional.empty();

    @Option(names = "--console", paramLabel = "URL", description = "Where the console is; default: as in vigia.yaml.")
    private Optional<String> console = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Duration patience = patience();
        Settings settings = Settings.load();
        ConsoleClient client = new ConsoleClient(console.orElseGet(() -> ConsoleClient.url(settings.console())));
        GatewayClient intake = new GatewayClient(
                gateway.orElseGet(() -> ConsoleClient.url(
                        settings.gateway().host(), settings.gateway().port())),
                REQUEST_TIMEOUT,
                Clock.systemUTC());
        Drill drill = new Drill(UUID.randomUUID().toString().substring(0, 8));
        try (Wiring wiring = Wiring.ofRunning(settings);
                DrillLog log = wiring.drillLog()) {
            requireRule(wiring);
            if (receivers.isEmpty()) client.get("/api/v2/receivers");
            else drill.expect(receivers);
            return run(drill, log, new DrillRecords(intake, drill.id(), service), client, patience);
        }
    }

    private int run(Drill drill, DrillLog log, DrillRecords records, ConsoleClient client, Duration patience) {
        PrintWriter out = spec.commandLine().getOut();
        DrillText text = new DrillText(out);
        // The end of the incident is still sent.
        try (Interrupt interrupt = new Interrupt("vigia-drill-stop", LAST_MOMENT)) {
            if (!json) text.begin(drill, word(), service);
            new DrillRun(drill, log, records, client, json ? one -> {} : text::progress)
                    .run(severity, patience, interrupt::came);
            DrillVerdict verdict = DrillVerdict.of(drill);
            if (json) out.println(DrillJson.of(drill, verdict, word(), service).toPrettyString());
            else if (interrupt.came()) text.stopped();
            else text.end(drill, verdict);
            out.flush();
            return verdict.passed() ? 0 : NOT_ALL_TOLD;
        }
    }

    private static void requireRule(Wiring wiring) {
        boolean isThere = new RuleVersions(wiring.control().read())
                .inForce().values().stream()
                        .flatMap(version -> version.rules().rules().stream())
                        .anyMatch(rule -> rule.id().equals(DrillRecords.RULE));
        if (isThere) return;
        throw new UserException("There is no rule " + DrillRecords.RULE
                + " that makes an alert of it. `vigia rules apply config/rules/vigia.yaml` brings it into force.");
    }

    private Duration patience() {
        Duration patience = OptionText.duration("--timeout", timeout);
        if (patience.isZero()) throw new UserException("--timeout: 0 is no time to wait for anybody");
        return patience;
    }

    private String word() {
        return Words.word(severity);
    }
}
