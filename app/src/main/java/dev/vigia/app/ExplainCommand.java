package dev.vigia.app;

import dev.vigia.console.views.AlertHistory;
import dev.vigia.console.views.AlertSession;
import dev.vigia.processors.explain.Explanation;
import dev.vigia.processors.explain.Verdict;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia explain}: reads the records behind an alert and computes its value again. */
@Command(
        name = "explain",
        description = "Read the records behind an alert, compute its value again, and compare. Changes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the records give what was told (MATCH)",
            "1:they do not (DIFFERS)",
            "2:not done; one line says why",
            "4:cannot be told: records have expired (EXPIRED), or for the reason that is given (UNKNOWN)"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final int FEW = 5;
    private static final int MANY = 10_000;
    private static final int CANNOT_BE_TOLD = 4;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "ALERT", description = "Its id, as `alerts list` prints it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String alert;

    @Option(
            names = {"--sequence", "--transition"},
            paramLabel = "N",
            description = "Which record of the present episode, as `alerts show` numbers them."
                    + " By default the last one that tells of a breach.")
    private Optional<Long> sequence = Optional.empty();

    @Option(names = "--records", description = "Print all records that counted, up to " + MANY + ".")
    private boolean records;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = Settings.load();
        Alert transition;
        try (AlertSession session = AlertSession.open(settings.kafka())) {
            transition = transition(session);
        }
        Explanation explanation;
        try (Wiring wiring = new Wiring(settings, Map::of)) {
            explanation = wiring.explainer().explain(transition, records ? MANY : FEW, () -> false);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(ExplanationJson.of(explanation).toPrettyString());
        else ExplanationText.print(explanation, out);
        out.flush();
        return exitCode(explanation.verdict());
    }

    private Alert transition(AlertSession session) {
        Alert present = session.current()
                .get(alert)
                .orElseThrow(() -> new UserException(
                        "There is no alert " + alert + ". `vigia alerts list --all` names those there are."));
        AlertHistory history = session.history();
        if (sequence.isEmpty()) return history.reason(present);
        return history.of(present, sequence.get()).orElseThrow(() -> {
            String kept = history.ofEpisode(present).stream()
                    .map(one -> Long.toString(one.getSequence()))
                    .collect(Collectors.joining(", "));
            return new UserException("Alert " + alert + " has no record " + sequence.get()
                    + " of its present episode among the last ones; there are " + kept + ".");
        });
    }

    private static int exitCode(Verdict verdict) {
        if (verdict instanceof Verdict.Match) return 0;
        return verdict instanceof Verdict.Differs ? 1 : CANNOT_BE_TOLD;
    }
}
