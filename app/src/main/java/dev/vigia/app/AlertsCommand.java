package dev.vigia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.console.views.AlertCommands.Who;
import dev.vigia.console.views.AlertDesk.Answer;
import dev.vigia.console.views.AlertJson;
import dev.vigia.console.views.AlertSession;
import dev.vigia.console.views.Told;
import dev.vigia.console.views.ToldJson;
import dev.vigia.console.views.Wish;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.silences.Matchers;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia alerts}: looks at alerts and acts on them, by way of Kafka alone. */
@Command(
        name = "alerts",
        description = "See alerts, and act on them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:not done; one line says why", "3:the command is in the log, its outcome unknown"})
final class AlertsCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OUTCOME_UNKNOWN = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What all actions have in common. */
    static final class Deed {

        @Parameters(index = "0", paramLabel = "ALERT", description = "Its id, as `list` prints it.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private String alert;

        @Option(names = "--as", paramLabel = "NAME", description = "Who acts; your user name by default.")
        private String actor = Words.user();

        @Option(
                names = "--expect",
                paramLabel = "SEQUENCE",
                description = "Only if the alert's last record still is this one.")
        private Optional<Long> expected = Optional.empty();

        @Option(names = "--id", paramLabel = "ID", description = "Id of the command, to try it again safely.")
        private Optional<String> id = Optional.empty();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;
    }

    @Command(description = "List alerts, the one that changed last first.", mixinStandardHelpOptions = true)
    int list(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "MATCHER",
                            description =
                                    "Only those that match: severity=critical, service=~\"shop|till\", category!=info"
                                            + ", alertname=checkout-errors. All of them have to hold.")
                    List<String> matchers,
            @Option(names = "--all", description = "Also those that are over.") boolean all,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        Matchers wanted = matchers(matchers == null ? List.of() : matchers);
        List<Alert> alerts;
        try (AlertSession session = session()) {
            alerts = session.current().all().stream()
                    .filter(alert -> all || alert.getState() != AlertState.INACTIVE)
                    .filter(wanted::match)
                    .toList();
        }
        if (json) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            array(body, "alerts", alerts);
            out().println(body.toPrettyString());
        } else {
            AlertTable.list(alerts, out());
        }
        return 0;
    }

    private static Matchers matchers(List<String> written) {
        try {
            return Matchers.of(written.stream().map(Matchers::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new UserException(String.valueOf(e.getMessage()), e);
        }
    }

    @Command(
            description = "Show one alert, who was told of it, and its last transitions.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ALERT") String id,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        Alert alert;
        List<Alert> history;
        Told told;
        try (AlertSession session = session()) {
            alert = session.current().get(id).orElseThrow(() -> unknown(id));
            history = session.history().of(id);
            told = session.told(alert);
        }
        if (json) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set("alert", AlertJson.of(alert));
            ToldJson.put(told, body.putObject("told"));
            array(body, "history", history);
            out().println(body.toPrettyString());
        } else {
            AlertTable.show(alert, told, history, out());
        }
        return 0;
    }

    @Command(description = "Say that you are on it.", mixinStandardHelpOptions = true)
    int ack(@Mixin Deed deed, @Option(names = "--reason") Optional<String> reason) {
        return act(deed, CommandType.ACKNOWLEDGE, reason);
    }

    @Command(description = "Say that nobody is on it any more.", mixinStandardHelpOptions = true)
    int unack(@Mixin Deed deed, @Option(names = "--reason") Optional<String> reason) {
        return act(deed, CommandType.UNACKNOWLEDGE, reason);
    }

    @Command(description = "Give it to somebody.", mixinStandardHelpOptions = true)
    int assign(
            @Mixin Deed deed,
            @Parameters(index = "1", arity = "0..1", paramLabel = "WHOM", description = "A person or a team.")
                    Optional<String> whom,
            @Option(names = "--nobody", description = "Take it from whoever has it.") boolean nobody,
            @Option(names = "--reason") Optional<String> reason) {
        if (whom.isPresent() == nobody) throw new UserException("Say whom to assign it to, or --nobody.");
        return act(deed, CommandType.ASSIGN, reason, wish -> wish.assigning(whom));
    }

    @Command(description = "Say something about it.", mixinStandardHelpOptions = true)
    int comment(@Mixin Deed deed, @Parameters(index = "1", paramLabel = "TEXT") String text) {
        if (text.isBlank()) throw new UserException("A comment has to say something.");
        return act(deed, CommandType.COMMENT, Optional.of(text.strip()));
    }

    @Command(description = "End the episode.", mixinStandardHelpOptions = true)
    int resolve(@Mixin Deed deed, @Option(names = "--reason") Optional<String> reason) {
        return act(deed, CommandType.RESOLVE, reason);
    }

    @Command(description = "Take back that somebody ended the last episode.", mixinStandardHelpOptions = true)
    int reopen(@Mixin Deed deed, @Option(names = "--reason") Optional<String> reason) {
        return act(deed, CommandType.REOPEN, reason);
    }

    @Command(description = "Have nobody told that it is on for a time.", mixinStandardHelpOptions = true)
    int snooze(
            @Mixin Deed deed,
            @Parameters(index = "1", paramLabel = "TIME", description = "For instance 90m or 2h; 0 ends a snooze.")
                    String time,
            @Option(names = "--reason") Optional<String> reason) {
        Duration duration = duration(time);
        Optional<Long> until =
                duration.isZero() ? Optional.empty() : Optional.of(System.currentTimeMillis() + duration.toMillis());
        return act(deed, CommandType.SNOOZE, reason, wish -> wish.snoozing(until));
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Durations.parse(text);
            if (duration.compareTo(Wish.LONGEST_SNOOZE) <= 0) return duration;
            throw new UserException(text + " is longer than " + Durations.format(Wish.LONGEST_SNOOZE) + ".");
        } catch (IllegalArgumentException e) {
            throw new UserException(e.getMessage() + ".", e);
        }
    }

    private int act(Deed deed, CommandType type, Optional<String> reason) {
        return act(deed, type, reason, wish -> wish);
    }

    private int act(Deed deed, CommandType type, Optional<String> reason, UnaryOperator<Wish> more) {
        Wish wish = more.apply(Wish.of(type, new Who("user:" + deed.actor, reason.orElse("")))
                .named(deed.id)
                .made(Optional.empty(), deed.expected));
        try (AlertSession session = session()) {
            return tell(session.desk().ask(deed.alert, wish, PATIENCE).join(), deed.json);
        } catch (CompletionException e) {
            throw new UserException("Kafka did not take the command: " + e.getCause(), e);
        }
    }

    private int tell(Answer answer, boolean json) {
        if (answer instanceof Answer.Unknown none) throw unknown(none.alertId());
        if (answer instanceof Answer.Refused refused) {
            throw new UserException(
                    "Nothing was done, " + refused.refusal().words() + ": " + AlertTable.line(refused.present()));
        }
        if (answer instanceof Answer.Logged logged) {
            if (json) out().println(JsonNodeFactory.instance.objectNode().put("command_id", logged.commandId()));
            else out().println("The command " + logged.commandId() + " is in the log; its outcome was not seen.");
            return OUTCOME_UNKNOWN;
        }
        boolean done = answer instanceof Answer.Done;
        Alert alert = answer instanceof Answer.Done one ? one.transition() : ((Answer.Unchanged) answer).present();
        if (json) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            if (answer instanceof Answer.Done one) body.put("command_id", one.commandId());
            out().println(body.<ObjectNode>set("alert", AlertJson.of(alert)).toPrettyString());
        } else {
            String word = Words.word(alert.getTransition());
            out().println((done ? word : "nothing to do") + ": " + AlertTable.line(alert));
        }
        return 0;
    }

    private static void array(ObjectNode body, String name, List<Alert> alerts) {
        ArrayNode array = body.putArray(name);
        alerts.forEach(alert -> array.add(AlertJson.of(alert)));
    }

    private static UserException unknown(String alertId) {
        return new UserException("There is no alert " + alertId + ". `vigia alerts list --all` names those there are.");
    }

    private static AlertSession session() {
        return AlertSession.open(Settings.load().kafka());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
