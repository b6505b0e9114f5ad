package dev.vigia.app;

import dev.vigia.runtime.Parts;
import dev.vigia.runtime.UserException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One part against an existing cluster, until it is told to stop. */
abstract class PartCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(PartCommand.class);

    /** Starts the command's parts. */
    abstract void start(Wiring wiring, Parts parts);

    @Override
    public Integer call() throws InterruptedException {
        Parts parts = new Parts();
        Wiring wiring = new Wiring(Settings.load(), parts::health);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread onSignal = new Thread(
                () -> {
                    parts.close();
                    wiring.close();
                    stopped.countDown();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            wiring.install();
            start(wiring, parts);
        } catch (RuntimeException e) {
            Runtime.getRuntime().removeShutdownHook(onSignal);
            parts.close();
            throw e;
        }
        log.info("Ready: {}", parts.health().keySet());
        stopped.await();
        return 0;
    }

    /** {@code vigia ingest}. */
    @Command(
            name = "ingest",
            description = "Run the gateway against an existing cluster; as many copies as wanted.",
            mixinStandardHelpOptions = true)
    static final class Ingest extends PartCommand {

        @Override
        void start(Wiring wiring, Parts parts) {
            parts.start(wiring.monitoring());
            parts.start(wiring.gateway());
        }
    }

    /** {@code vigia process}. */
    @Command(
            name = "process",
            description = "Run processors against an existing cluster; copies share the work.",
            mixinStandardHelpOptions = true)
    static final class Process extends PartCommand {

        @Parameters(
                arity = "0..*",
                paramLabel = "PROCESSOR",
                description =
                        "normalize, aggregate, rollup, control, evaluate, dispatch, ledger, watch; all of them if none is named.")
        private List<String> names = List.of();

        @Override
        void start(Wiring wiring, Parts parts) {
            for (String name : names) {
                if (!Wiring.PROCESSORS.contains(name)) {
                    throw new UserException("There is no processor '" + name + "'. There are "
                            + String.join(", ", Wiring.PROCESSORS) + ".");
                }
            }
            parts.start(wiring.monitoring());
            wiring.applyRules();
            wiring.applyMaintenance();
            (names.isEmpty() ? Wiring.PROCESSORS : names).forEach(name -> parts.start(wiring.processor(name)));
        }
    }

    /** {@code vigia console}. */
    @Command(
            name = "console",
            description = "Run the console against an existing cluster.",
            mixinStandardHelpOptions = true)
    static final class ConsoleOnly extends PartCommand {

        @Override
        void start(Wiring wiring, Parts parts) {
            parts.start(wiring.console());
        }
    }
}
