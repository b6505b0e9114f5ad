package dev.vigia.ingest.ship;

import dev.vigia.runtime.Durations;
import dev.vigia.runtime.Interrupt;
import dev.vigia.runtime.UserException;
import java.io.Console;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code vigia ship}. Exit code 0 when every record was accepted. Throws {@link UserException} otherwise; every record has an id
 * of its own, so a batch whose answer was lost is sent again without harm.
 */
@Command(
        name = "ship",
        mixinStandardHelpOptions = true,
        description = "Ships log files to the gateway.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vigia ship access.log --format combined --retime",
            "  vigia ship /var/log/auth.log --format syslog --follow",
            "  journalctl -o short-iso | vigia ship - --format syslog"
        })
public final class ShipCommand implements Callable<Integer> {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(10);

    /** Set by picocli. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to ship; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--format",
            required = true,
            description = "combined (Apache, nginx), syslog (RFC 3164 and 5424), json (one object a line), or text.")
    private String format = "";

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description =
                    "Service of the records. Default: apache, the syslog process, what the JSON says, the file's name.")
    private Optional<String> service = Optional.empty();

    @Option(names = "--follow", description = "Go on with what is written later, also after rotation, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--retime", description = "Move all times such that the latest is now; distances stay.")
    private boolean retime;

    @Option(names = "--url", description = "Address of the gateway. Default: ${DEFAULT-VALUE}.")
    private String url = "http://127.0.0.1:4318";

    @Option(names = "--batch", paramLabel = "N", description = "Records in a request. Default: ${DEFAULT-VALUE}.")
    private int batch = 1000;

    @Option(names = "--zone", description = "Zone of times that have none. Default: ${DEFAULT-VALUE}.")
    private String zone = "UTC";

    @Option(
            names = "--give-up-after",
            paramLabel = "DURATION",
            description = "How long to wait for a gateway that is busy or away. Default: ${DEFAULT-VALUE}.")
    private String giveUpAfter = "2m";

    @Override
    public Integer call() throws InterruptedException {
        ShipOptions options = options();
        GatewayClient client = new GatewayClient(url, REQUEST_TIMEOUT, Clock.systemUTC());
        RetryPolicy retries = RetryPolicy.givingUpAfter(duration(giveUpAfter));
        // What was read is still sent, as long as the gateway takes it soon.
        try (Interrupt interrupt = new Interrupt("vigia-ship-stop", LAST_MOMENT)) {
            ShipSummary summary = ship(options, client, retries, interrupt::came);
            PrintWriter out = spec.commandLine().getOut();
            out.println(summary);
            out.flush();
        }
        return 0;
    }

    private ShipSummary ship(ShipOptions options, GatewayClient client, RetryPolicy retries, BooleanSupplier stop)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (ShipProgress progress = onTerminal() ? ShipProgress.bar() : ShipProgress.lines(err);
                Sender sender = new Sender(client, retries, progress)) {
            var environment = new Shipment.Environment(newRun(), Clock.systemUTC(), System.in);
            return new Shipment(options, progress, environment, stop).run(sender);
        }
    }

    private ShipOptions options() {
        return new ShipOptions(files, Format.of(format), service, follow, retime, batch, zone(zone));
    }

    private static String newRun() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new UserException("'" + text + "' is not a time zone; write for instance Europe/Lisbon or +02:00", e);
        }
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserException("--give-up-after: " + e.getMessage(), e);
        }
    }

    /** From JDK 22 on there is a console without a terminal, too. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) return false;
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }
}
