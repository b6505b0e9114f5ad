package dev.vigia.app;

import dev.vigia.processors.replay.Plan;
import dev.vigia.processors.replay.RoutesComparison;
import dev.vigia.processors.routing.Routing;
import dev.vigia.runtime.TextFile;
import dev.vigia.runtime.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigia routes simulate}: who would have been told in the past by other routes and schedules. */
@Command(
        name = "simulate",
        description =
                "Replay what happened through other routes and schedules: who would have been told and called, how often, at"
                        + " what hours, against the present ones. Changes nothing and tells nobody.",
        mixinStandardHelpOptions = true)
final class RoutesSimulateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final TimeRange time = new TimeRange();

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            description = "The other routes. Default: the present ones, routes.yaml beside vigia.yaml.")
    private Optional<Path> routes = Optional.empty();

    @Option(
            names = "--on-call",
            paramLabel = "FILE",
            description =
                    "Other schedules and escalation policies. Default: the present ones, on-call.yaml beside vigia.yaml.")
    private Optional<Path> onCall = Optional.empty();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "By whose clock hours are counted; default: ${DEFAULT-VALUE}.",
            defaultValue = "UTC")
    @SuppressWarnings("NullAway.Init") // has a default
    private String zone;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Instant now = Instant.now();
        ZoneId clock = zone();
        Settings settings = Settings.load();
        Path presentRoutes = settings.folder().resolve("routes.yaml");
        Path presentOnCall = settings.folder().resolve("on-call.yaml");
        Plan present = plan(presentRoutes, presentOnCall);
        onCall.ifPresent(TextFile::read);
        Plan changed = plan(routes.orElse(presentRoutes), onCall.orElse(presentOnCall));
        RoutesComparison result;
        try (Wiring wiring = Wiring.ofRunning(settings)) {
            result = wiring.routesReplay().run(time.from(now), time.to(now), present, changed);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(RoutesComparisonOutput.json(result, clock).toPrettyString());
        else RoutesComparisonOutput.lines(result, clock).forEach(out::println);
        out.flush();
        return 0;
    }

    /** Of receivers without an address as well: what they are told is what is asked here. */
    private static Plan plan(Path routesFile, Path onCallFile) {
        Routing routing = RoutesFile.read(routesFile).routing();
        return new Plan(routing, OnCallRota.read(onCallFile, routing.namesToldAtOnce()));
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new UserException("--zone: '" + zone + "' is no time zone; write for instance America/Sao_Paulo.", e);
        }
    }
}
