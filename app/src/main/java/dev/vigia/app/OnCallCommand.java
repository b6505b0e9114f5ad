package dev.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.oncall.OnCall;
import dev.vigia.runtime.UserException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia oncall}: who is on call. Speaks to the console. */
@Command(
        name = "oncall",
        description = "See who is on call, and who covers for whom.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class OnCallCommand {

    /** Schedules with turns of a month show their next handoff in it. */
    private static final Duration AHEAD = Duration.ofDays(35);

    private static final int HANDOFFS = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--console", paramLabel = "URL", description = "Where the console is; default: as in vigia.yaml.")
    private Optional<String> console = Optional.empty();

    @Command(
            description = "Check a file. Says which line and field is wrong, and when nobody is on call.",
            mixinStandardHelpOptions = true)
    int lint(
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "Default: on-call.yaml beside vigia.yaml.")
                    Optional<Path> file) {
        Settings settings = Settings.load();
        Path read = file.orElse(settings.folder().resolve("on-call.yaml"));
        if (!Files.exists(read)) throw new UserException("There is no file " + read + ".");
        try (Wiring wiring = new Wiring(settings, Map::of)) {
            OnCall onCall = wiring.onCall(read);
            out().printf(
                            "%s: %d people, %d schedules, %d escalation policies%n",
                            read,
                            onCall.people().size(),
                            onCall.schedules().size(),
                            onCall.policies().size());
            onCall.warnings().forEach(warning -> out().println("warning: " + warning));
            for (String receiver : onCall.receivers()) {
                if (settings.notifications().reachable().containsKey(receiver)) continue;
                out().println("note: receiver " + receiver + " has no address in vigia.yaml: nobody is told by it");
            }
        }
        return 0;
    }

    @Command(
            description =
                    "Show who is on call and the next handoffs, by the clock of each schedule; or all shifts of a time.",
            mixinStandardHelpOptions = true)
    int show(
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            description = "For instance 2026-12-24T22:00-03:00; default now.")
                    Optional<String> at,
            @Option(names = "--from", paramLabel = "TIME", description = "Every shift from then on.")
                    Optional<String> from,
            @Option(names = "--to", paramLabel = "TIME", description = "Until then; default 5 weeks later.")
                    Optional<String> to) {
        if (at.isPresent() && (from.isPresent() || to.isPresent())) {
            throw new UserException("Write --at, or --from and --to, not both.");
        }
        long now = System.currentTimeMillis();
        long begin = from.isPresent()
                ? time("--from", from.get())
                : at.map(text -> time("--at", text)).orElse(now);
        long end = to.isPresent() ? time("--to", to.get()) : begin + AHEAD.toMillis();
        JsonNode answer = client().get("/api/oncall?from=" + begin + "&to=" + end);
        for (JsonNode schedule : answer.path("schedules")) {
            if (from.isPresent() || to.isPresent()) showAll(schedule);
            else showNow(schedule);
        }
        for (JsonNode override : answer.path("overrides")) {
            if (override.path("ends_at").asLong() > begin
                    && override.path("starts_at").asLong() < end) show(override);
        }
        return 0;
    }

    private void showNow(JsonNode schedule) {
        ZoneId zone = ZoneId.of(schedule.path("zone").asText());
        JsonNode shifts = schedule.path("shifts");
        String until = shifts.size() > 1
                ? "until " + local(shifts.path(0), "to", zone)
                : "for " + AHEAD.toDays() + " days and more";
        out().printf("%s (%s): %s %s%n", schedule.path("name").asText(), zone, person(shifts.path(0)), until);
        for (int i = 1; i <= HANDOFFS && i < shifts.size(); i++) {
            out().printf("  then %s from %s%n", person(shifts.path(i)), local(shifts.path(i), "from", zone));
        }
    }

    private void showAll(JsonNode schedule) {
        ZoneId zone = ZoneId.of(schedule.path("zone").asText());
        out().printf("%s (%s):%n", schedule.path("name").asText(), zone);
        for (JsonNode shift : schedule.path("shifts")) {
            out().printf("  %s to %s  %s%n", local(shift, "from", zone), local(shift, "to", zone), person(shift));
        }
    }

    private void show(JsonNode override) {
        String comment = override.path("comment").asText();
        out().printf(
                        "override %s: %s on %s%s from %s to %s%s%n",
                        override.path("override_id").asText(),
                        override.path("person").asText(),
                        override.path("schedule").asText(),
                        override.has("covers")
                                ? " for " + override.path("covers").asText()
                                : "",
                        Instant.ofEpochMilli(override.path("starts_at").asLong()),
                        Instant.ofEpochMilli(override.path("ends_at").asLong()),
                        comment.isEmpty() ? "" : ": " + comment);
    }

    private static String person(JsonNode shift) {
        return shift.path("person").isNull() ? "nobody" : shift.path("person").asText();
    }

    private static String local(JsonNode shift, String field, ZoneId zone) {
        return TIME.format(Instant.ofEpochMilli(shift.path(field).asLong()).atZone(zone));
    }

    @Command(description = "Have somebody else on call for a while; prints its id.", mixinStandardHelpOptions = true)
    int override(
            @Parameters(index = "0", paramLabel = "SCHEDULE") String schedule,
            @Parameters(index = "1", paramLabel = "PERSON", description = "Who is on call instead.") String person,
            @Option(names = "--covers", paramLabel = "PERSON", description = "Only while this person would be.")
                    Optional<String> covers,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "For instance 2026-12-24T22:00-03:00; default now.")
                    Optional<String> from,
            @Option(names = "--to", paramLabel = "TIME", description = "Until when.") Optional<String> to,
            @Option(names = "--duration", description = "How long, for instance 2h or 1d; in place of --to.")
                    Optional<String> duration,
            @Option(names = "--comment", description = "Why.") Optional<String> comment,
            @Option(names = "--id", description = "Of an override to write anew.") Optional<String> id) {
        if (to.isPresent() == duration.isPresent()) throw new UserException("Write either --to or --duration.");
        ObjectNode body =
                ConsoleClient.JSON.createObjectNode().put("schedule", schedule).put("person", person);
        covers.ifPresent(covered -> body.put("covers", covered));
        from.ifPresent(text -> body.put("starts_at", time("--from", text)));
        to.ifPresent(text -> body.put("ends_at", time("--to", text)));
        duration.ifPresent(text ->
                body.put("duration", OptionText.duration("--duration", text).toSeconds()));
        comment.ifPresent(text -> body.put("comment", text));
        id.ifPresent(known -> body.put("override_id", known));
        out().println(client().post("/api/oncall/overrides", body.put("actor", Words.user()))
                .at("/override/override_id")
                .asText());
        return 0;
    }

    @Command(description = "End an override now.", mixinStandardHelpOptions = true)
    int end(@Parameters(paramLabel = "ID", description = "As `show` prints it.") String id) {
        client().delete("/api/oncall/overrides/" + ConsoleClient.encoded(id) + "?actor="
                + ConsoleClient.encoded(Words.user()));
        out().println(id + " has ended.");
        return 0;
    }

    private static long time(String option, String text) {
        return OptionText.time(option, text, "2026-12-24T22:00-03:00");
    }

    private ConsoleClient client() {
        return ConsoleClient.of(console);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
