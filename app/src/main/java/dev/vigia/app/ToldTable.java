package dev.vigia.app;

import static dev.vigia.app.Words.time;

import dev.vigia.console.views.Told;
import dev.vigia.console.views.Told.Outcome;
import dev.vigia.console.views.Told.Standing;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import java.io.PrintWriter;

/** Who was told of an alert as lines of text: where each receiver stands, then what was decided. */
final class ToldTable {

    private static final String STANDING = "    %-20s %s%n";

    private ToldTable() {}

    static void show(Told told, PrintWriter out) {
        out.println("  told");
        told.missing().ifPresent(words -> out.println("    This may not be all: " + words + "."));
        if (told.missing().isEmpty() && told.receivers().isEmpty()) out.println("    nobody, so far");
        told.receivers().forEach(standing -> show(standing, told.missing().isEmpty(), out));
        if (told.decisions().isEmpty()) return;
        out.println("  decisions");
        for (Outcome one : told.decisions()) {
            DispatchDecision decision = one.decision();
            String whom = whom(decision.getReceiver(), decision.getRoute(), decision);
            out.println("    " + time(decision.getAt()) + "  " + whom + " " + words(one));
        }
    }

    private static void show(Standing standing, boolean isAll, PrintWriter out) {
        String whom =
                whom(standing.receiver(), standing.route(), standing.newest().decision());
        standing.told()
                .ifPresent(told -> out.printf(
                        STANDING,
                        whom,
                        "knows: " + told.decision().getWords() + ", "
                                + told.delivery()
                                        .map(delivery -> time(delivery.getAt()))
                                        .orElseThrow()));
        if (standing.told().filter(standing.newest()::equals).isPresent()) return;
        if (standing.knows()) out.printf(STANDING, "", "since then " + words(standing.newest()));
        else if (standing.receiver().isEmpty()) out.printf(STANDING, whom, words(standing.newest()));
        else if (isUnderWay(standing.newest()))
            out.printf(STANDING, whom, "is being told: " + words(standing.newest()));
        else out.printf(STANDING, whom, (isAll ? "does not know: " : "may not know: ") + words(standing.newest()));
    }

    private static boolean isUnderWay(Outcome outcome) {
        return outcome.decision().getKind() == DecisionKind.TOLD
                && outcome.delivery()
                        .filter(delivery -> delivery.getStatus() != DeliveryStatus.STARTED)
                        .isEmpty();
    }

    /** Whom a decision is about; some are about no receiver. */
    private static String whom(String receiver, String route, DispatchDecision decision) {
        if (!receiver.isEmpty()) return receiver;
        if (decision.getReason().equals("NOBODY_ON_CALL")) return "escalation";
        return route.isEmpty() ? "everybody" : "everybody on " + route;
    }

    private static String words(Outcome outcome) {
        DispatchDecision decision = outcome.decision();
        StringBuilder words = new StringBuilder(kind(outcome));
        if (decision.getAttempt() > 1)
            words.append(" (attempt ").append(decision.getAttempt()).append(')');
        if (decision.getUntil() != null) words.append(until(outcome, decision.getUntil()));
        boolean standsIn = decision.getReason().equals("SUMMARY");
        words.append(": ").append(standsIn ? decision.getWords() : DrillWords.reason(decision));
        outcome.delivery().ifPresent(delivery -> {
            words.append(" [").append(DrillWords.of(delivery));
            if (delivery.getDetail() != null) words.append(": ").append(delivery.getDetail());
            words.append(']');
        });
        return words.toString();
    }

    private static String kind(Outcome outcome) {
        return switch (outcome.decision().getKind()) {
            case TOLD -> "told";
            case HELD -> outcome.past() ? "was held back" : "held back";
            case WAITS -> outcome.past() ? "waited" : "waits";
            case LEFT, UNKNOWN -> DrillWords.of(outcome.decision());
        };
    }

    /** What was outdone may have been over earlier than it was to be. */
    private static String until(Outcome outcome, long until) {
        if (!outcome.past()) return " until " + time(until);
        boolean held = outcome.decision().getKind() == DecisionKind.HELD;
        return held ? ", until " + time(until) + " at the latest" : " for " + time(until);
    }
}
