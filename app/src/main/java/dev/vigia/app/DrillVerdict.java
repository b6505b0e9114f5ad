package dev.vigia.app;

import dev.vigia.app.Drill.Answer;
import dev.vigia.app.Drill.Half;
import dev.vigia.app.Drill.Telling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a drill has shown.
 *
 * @param problems what did not work, with who and why; empty when everybody was told that it was on and that it is over
 */
record DrillVerdict(List<String> problems) {

    static DrillVerdict of(Drill drill) {
        List<String> problems = new ArrayList<>();
        if (drill.activeAt().isEmpty()) {
            problems.add("the alert did not become active in time: does `vigia process` run, and is nothing far behind?"
                    + " /health of the console says");
            return new DrillVerdict(problems);
        }
        if (drill.expected().isEmpty()) {
            problems.add("the console does not know the alert: it is far behind, or of another installation");
        } else if (drill.expected().get().isEmpty()) {
            problems.add("no route names a receiver that has an address: nobody is told of such an alert");
        }
        untold(drill, Half.BEGIN, "", problems);
        if (drill.resolvedAt().isEmpty()) problems.add("the alert did not resolve in time");
        else untold(drill, Half.END, "of the end: ", problems);
        return new DrillVerdict(problems);
    }

    boolean passed() {
        return problems.isEmpty();
    }

    private static void untold(Drill drill, Half half, String what, List<String> problems) {
        for (String receiver : drill.wanted(half)) {
            if (!drill.isTold(half, receiver)) {
                problems.add(receiver + ": " + what + why(drill, half, receiver) + instead(drill, half, receiver));
            }
        }
    }

    private static String why(Drill drill, Half half, String receiver) {
        Optional<Telling> telling = drill.telling(half, receiver);
        if (telling.isEmpty()) {
            return drill.untold(half, receiver)
                    .map(decision -> "not told, as " + DrillWords.reason(decision))
                    .orElse("nothing was decided");
        }
        Optional<Answer> answer = drill.answer(telling.get());
        if (answer.isEmpty()) return "no attempt was begun: does the connector vigia-notify run?";
        String said = answer.get().detail().isEmpty() ? "" : ": " + answer.get().detail();
        int attempts = answer.get().attempt();
        return switch (answer.get().status()) {
            case FAILED -> "failed" + said;
            case RETRYABLE -> "not yet, after " + attempts + (attempts == 1 ? " attempt" : " attempts") + said;
            default -> "no answer to attempt " + attempts;
        };
    }

    private static String instead(Drill drill, Half half, String receiver) {
        return drill.receivers().stream()
                .filter(other -> drill.isTold(half, other)
                        && drill.telling(half, other)
                                .flatMap(Telling::insteadOf)
                                .filter(receiver::equals)
                                .isPresent())
                .findFirst()
                .map(other -> " (" + other + " was told in its place)")
                .orElse("");
    }
}
