package dev.vigia.app;

import dev.vigia.processors.replay.RoutesComparison;
import dev.vigia.processors.routing.Routing;
import dev.vigia.runtime.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigia routes simulate}: who would have been told in the past by other routes. */
@Command(
        name = "simulate",
        description =
                "Replay what happened through other routes: who would have been told, how often, at what hours, against the"
                        + " present ones. Changes nothing and tells nobody.",
        mixinStandardHelpOptions = true)
final class RoutesSimulateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "Begin: 2027-01-15T08:00:00Z, 2027-01-15 (UTC), or how long ago: 24h.")
    @SuppressWarnings("NullAway.Init") // required
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "End, exclusive. Default: now.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            description = "The other routes. Default: the present ones, routes.yaml beside vigia.yaml.")
    private Optional<Path> routes = Optional.empty();

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
        long begin = BacktestCommand.time("--from", from, now);
        long end = to.map(text -> BacktestCommand.time("--to", text, now)).orElse(now.toEpochMilli());
        ZoneId clock = zone();
        Settings settings = Settings.load();
        Path presentFile = settings.folder().resolve("routes.yaml");
        Routing present = RoutesFile.read(presentFile).routing();
        Routing changed = routes.map(file -> RoutesFile.read(file).routing()).orElse(present);
        RoutesComparison result;
        try (Wiring wiring = new Wiring(settings, Map::of)) {
            result = wiring.routesReplay().run(begin, end, present, changed);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(RoutesComparisonOutput.json(result, clock).toPrettyString());
        else RoutesComparisonOutput.lines(result, clock).forEach(out::println);
        out.flush();
        return 0;
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new UserException("--zone: '" + zone + "' is no time zone; write for instance America/Sao_Paulo.", e);
        }
    }
}
