package dev.vigia.chaos;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.verdict.Check;
import dev.vigia.platform.StartFailedException;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code bin/chaos}. Exit code 0 when everything is as it should be afterwards, 1 when something is not, 2 when it did not run. */
@Command(
        name = "bin/chaos",
        mixinStandardHelpOptions = true,
        description =
                "Runs Vigia on several processes under load, breaks it, and checks that nothing is lost or doubled."
                        + " Without options: the short form.")
public final class Chaos implements Callable<Integer> {

    @Option(names = "--minutes", paramLabel = "N", description = "faults in any order for N minutes")
    private double minutes;

    @Option(names = "--kills", paramLabel = "N", description = "N processes of any kind are killed")
    private int kills;

    @Option(
            names = "--of",
            split = ",",
            paramLabel = "KIND",
            description = "with --kills: only processes of these kinds, at whatever moment, also while they start")
    private List<String> kinds = List.of();

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "NAME",
            description = "these faults: once each, or with --minutes in any order")
    private List<String> faults = List.of();

    @Option(names = "--rate", paramLabel = "R", description = "records a second; default: ${DEFAULT-VALUE}")
    private double rate = Plan.RATE;

    @Option(names = "--seed", paramLabel = "S", description = "what decides all that is left open; default: any")
    private long seed = System.nanoTime() % 1_000_000;

    @Option(names = "--soak", paramLabel = "HOURS", description = "load without faults")
    private double soak;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Chaos())
                .setExecutionExceptionHandler(Chaos::explain)
                .execute(args));
    }

    private static int explain(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof StartFailedException || e instanceof UserException) {
            command.getErr().println("chaos: " + e.getMessage());
        } else {
            e.printStackTrace(command.getErr());
        }
        return 2;
    }

    @Override
    public Integer call() throws Exception {
        Path target = Path.of(System.getProperty("vigia.root", "."), "chaos/target");
        Path dir = Files.createTempDirectory(Files.createDirectories(target), "run-")
                .toAbsolutePath();
        Terminal terminal = new Terminal(System.out);
        List<Check> checks;
        try {
            checks = new ChaosRun(plan(), target.resolve("../..").normalize(), dir, terminal).run();
        } finally {
            Files.write(target.resolve("chaos.txt"), terminal.lines());
        }
        if (!checks.stream().allMatch(Check::passed)) {
            System.out.println("Data and logs are in " + dir);
            return 1;
        }
        delete(dir);
        return 0;
    }

    private Plan plan() {
        Duration time = Duration.ofMillis((long) (minutes * 60_000));
        if (soak > 0) return Plan.soak(Duration.ofMillis((long) (soak * 3_600_000)), rate, seed);
        if (kills > 0)
            return Plan.kills(kills, kinds.stream().map(Kind::named).toList(), Plan.Course.of(time, rate), seed);
        if (!kinds.isEmpty()) throw new UserException("--of says what --kills kills; write for instance --kills 200");
        if (minutes > 0) return Plan.during(time, faults, rate, seed);
        return faults.isEmpty() ? Plan.shortForm(seed) : Plan.once(faults, rate, seed);
    }

    private static void delete(Path dir) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(dir)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) Files.deleteIfExists(file);
    }
}
