package dev.vigia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.vigia.processors.backtest.AlertDiff.Verdict;
import dev.vigia.processors.backtest.Backtest;
import dev.vigia.processors.backtest.Backtest.Request;
import dev.vigia.processors.backtest.Range;
import dev.vigia.processors.backtest.Result;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.TextFile;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.RuleFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code vigia rules backtest}: what would have happened with other rules. Exit code 1 when the result cannot be trusted, 3
 * when something is different that {@code --fail-on} names.
 */
@Command(
        name = "backtest",
        description =
                "Fold a stretch of the past again with other rules, and show what would have fired, resolved and changed"
                        + " against what really did. Changes nothing.",
        mixinStandardHelpOptions = true)
final class BacktestCommand implements Callable<Integer> {

    private static final int NOT_TRUSTED = 1;
    private static final int DIFFERENT = 3;

    /** What makes the command fail. */
    enum FailOn {
        /** An alert would fire that did not. */
        NEW,
        /** Anything is different. */
        ANY
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "Rule files, each in place of the one of its name. None: only check that what was recorded comes"
                            + " out again.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final TimeRange time = new TimeRange();

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            description =
                    "How long before --from the fold begins; what is open then is not judged. Default: at the beginning of"
                            + " the log, which is safe and may take long.")
    private Optional<String> warmUp = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--picture", paramLabel = "FILE", description = "Draw it: FILE.svg or FILE.html.")
    private Optional<Path> picture = Optional.empty();

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            description =
                    "Exit with 3 when an alert would have fired that did not (new), or anything is different (any).")
    private Optional<FailOn> failOn = Optional.empty();

    @Override
    public Integer call() throws JsonProcessingException {
        Request request = request(Instant.now());
        picture.ifPresent(BacktestPicture::requireForm);
        long begun = System.nanoTime();
        Result result;
        try (Wiring wiring = Wiring.ofRunning(Settings.load())) {
            Backtest backtest = wiring.backtest();
            result = backtest.run(request, progress(request));
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        spec.commandLine().getErr().println("Folded in " + Durations.format(Duration.ofSeconds(seconds)) + ".");
        return tell(result);
    }

    /** Where a person looks on, every few seconds; else, so that a script that waits shows signs of life. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on it is never null: a script gets a few lines more there
    private BacktestProgress progress(Request request) {
        Duration pause = System.console() == null ? Duration.ofMinutes(1) : Duration.ofSeconds(5);
        return new BacktestProgress(
                spec.commandLine().getErr(), pause, request.range().to(), System::nanoTime);
    }

    /** Prints and draws a result, and says what the command exits with. */
    int tell(Result result) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(BacktestJson.of(result));
        else BacktestText.lines(result).forEach(out::println);
        out.flush();
        picture.ifPresent(file -> draw(result, file));
        if (!result.trusted()) return NOT_TRUSTED;
        return failOn.filter(what -> holds(what, result)).isPresent() ? DIFFERENT : 0;
    }

    private static boolean holds(FailOn what, Result result) {
        return switch (what) {
            case NEW -> result.count(Verdict.NEW) > 0;
            case ANY -> !result.same();
        };
    }

    private static void draw(Result result, Path file) {
        try {
            Files.writeString(file, BacktestPicture.of(result, file));
        } catch (IOException e) {
            throw new UserException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private Request request(Instant now) {
        return new Request(
                new Range(time.from(now), time.to(now)),
                warmUp.map(text -> OptionText.duration("--warm-up", text)),
                files.stream().map(BacktestCommand::read).toList());
    }

    private static RuleFile read(Path file) {
        String name = file.toAbsolutePath().normalize().getFileName().toString();
        return new RuleFile(name, TextFile.read(file));
    }
}
