package dev.vigia.app;

import static dev.vigia.app.Words.time;
import static dev.vigia.app.Words.word;

import dev.vigia.console.views.AlertJson;
import dev.vigia.console.views.Told;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.Transition;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Alerts as lines of text. */
final class AlertTable {

    private static final String LINE = "%-16s  %-8s  %-10s  %-24s  %-14s  %s%n";

    private AlertTable() {}

    static void list(List<Alert> alerts, PrintWriter out) {
        out.printf(LINE, "ALERT", "SEVERITY", "STATUS", "SINCE", "WITH", "TITLE");
        for (Alert alert : alerts) {
            out.printf(
                    LINE,
                    alert.getAlertId(),
                    word(alert.getSeverity()),
                    AlertJson.status(alert),
                    time(alert.getStartedAt()),
                    with(alert),
                    alert.getTitle());
        }
    }

    /** One alert in one line. */
    static String line(Alert alert) {
        return alert.getAlertId() + " (" + word(alert.getSeverity()) + ", " + AlertJson.status(alert) + ", sequence "
                + alert.getSequence() + ") " + alert.getTitle();
    }

    static void show(Alert alert, Told told, List<Alert> history, PrintWriter out) {
        out.println(line(alert));
        fact(out, "summary", alert.getSummary());
        fact(out, "condition", alert.getCondition());
        alert.getParts().forEach(part -> fact(out, part.getName(), words(part)));
        fact(out, "began", time(alert.getStartedAt()));
        fact(out, "rule", alert.getRuleId() + " in " + alert.getRuleSet() + ", version " + alert.getRuleVersion());
        Optional.ofNullable(alert.getRunbookUrl()).ifPresent(url -> fact(out, "runbook", url));
        Optional.ofNullable(alert.getAcknowledgedBy()).ifPresent(who -> fact(out, "on it", who));
        Optional.ofNullable(alert.getAssignedTo()).ifPresent(whom -> fact(out, "assigned to", whom));
        Optional.ofNullable(alert.getSnoozedUntil()).ifPresent(until -> fact(out, "snoozed", "until " + time(until)));
        Optional.ofNullable(alert.getWatchedUntil()).ifPresent(until -> fact(out, "watched", "until " + time(until)));
        ToldTable.show(told, out);
        out.println("  history");
        for (Alert one : history) {
            out.printf(
                    "    %s  #%-3d %-17s %s%s%n",
                    time(one.getAt()),
                    one.getSequence(),
                    word(one.getTransition()) + detail(one),
                    one.getActor(),
                    one.getReason() == null ? "" : ": " + one.getReason());
        }
    }

    private static String words(AlertPart part) {
        return part.getCondition() + (part.getHolds() ? " holds: " : " does not hold: ") + part.getValue();
    }

    private static String detail(Alert alert) {
        if (alert.getTransition() != Transition.ASSIGNED) return "";
        return " to " + Optional.ofNullable(alert.getAssignedTo()).orElse("nobody");
    }

    private static void fact(PrintWriter out, String name, String value) {
        out.printf("  %-12s %s%n", name, value);
    }

    private static String with(Alert alert) {
        return Optional.ofNullable(alert.getAssignedTo())
                .or(() -> Optional.ofNullable(alert.getAcknowledgedBy()).map(who -> who.replaceFirst("^user:", "")))
                .orElse("-");
    }
}
