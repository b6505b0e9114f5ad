package dev.vigia.app;

import dev.vigia.ingest.ship.ShipCommand;
import dev.vigia.runtime.UserException;
import dev.vigia.runtime.Version;
import java.io.PrintWriter;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The launcher: {@code bin/vigia COMMAND}. */
@Command(
        name = "vigia",
        description = "An event-streaming observability pipeline: logs, metrics and traces in, alerts out.",
        mixinStandardHelpOptions = true,
        versionProvider = Vigia.VersionLine.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            ShipCommand.class,
            RulesCommand.class,
            AlertsCommand.class,
            ExplainCommand.class,
            SilencesCommand.class,
            MaintenanceCommand.class,
            RoutesCommand.class,
            OnCallCommand.class,
            DrillCommand.class,
            VerifyCommand.class,
            PartCommand.Ingest.class,
            PartCommand.Process.class,
            PartCommand.ConsoleOnly.class,
            SetupCommand.class
        })
public final class Vigia {

    private static final Logger log = LoggerFactory.getLogger(Vigia.class);

    private Vigia() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Vigia())
                .setExecutionExceptionHandler(Vigia::explain)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** One line for what the person can mend; the stack trace of anything else goes to the log. */
    private static int explain(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof UserException) {
            err.println("vigia: " + e.getMessage());
        } else if (e instanceof RetriableException) {
            err.println(
                    "vigia: Kafka stopped answering: " + e.getMessage() + ". Once it is well, run the command again.");
        } else {
            log.error("{} failed", command.getCommandName(), e);
            err.println("vigia: " + command.getCommandName() + " failed, which is a bug in Vigia: " + e);
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** What {@code --version} prints. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"vigia " + Version.current()};
        }
    }
}
