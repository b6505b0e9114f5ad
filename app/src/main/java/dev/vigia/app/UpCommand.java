package dev.vigia.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigia up}: everything on this machine, until Ctrl-C. */
@Command(
        name = "up",
        description =
                "Start everything on this machine: Kafka, the schema registry, Elasticsearch, Connect and all parts.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Option(names = "--demo", description = "Add a small simulated shop whose checkout breaks now and then.")
    private boolean demo;

    @Override
    public Integer call() throws InterruptedException {
        Progress progress = new Progress(System.out);
        CountDownLatch stopped = new CountDownLatch(1);
        Standalone standalone = new Standalone(Settings.loadStandalone(), progress);
        Thread onSignal = new Thread(
                () -> {
                    progress.line("Stopping …");
                    standalone.close();
                    progress.line("Stopped. The data is kept in " + standalone.dataDir() + ".");
                    stopped.countDown();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            standalone.start(demo);
        } catch (RuntimeException e) {
            Runtime.getRuntime().removeShutdownHook(onSignal);
            standalone.close();
            throw e;
        }
        stopped.await();
        return 0;
    }
}
