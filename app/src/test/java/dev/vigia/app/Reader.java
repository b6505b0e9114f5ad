package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Somebody who does what a document says, in a shell in the root of the project. The addresses of the document, which are
 * those of {@code bin/vigia up}, are taken for those of a running Vigia.
 */
final class Reader {

    private static final String LAUNCHER = "bin/vigia ";
    private static final Duration OFTEN = Duration.ofMillis(300);

    /** Programs that not every machine has. */
    private static final Map<String, String> OPTIONAL = Map.of(
            "curl", "curl --version",
            "kcat", "kcat -V",
            "npm", "npm --version",
            "node", "node --eval 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'");

    private final Path dir;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, String> environment;
    private int files;

    /** @param dir an empty folder of its own */
    Reader(RunningVigia vigia, Path dir) {
        Settings settings = vigia.settings();
        String kafka = settings.kafka().bootstrapServers();
        String registry = settings.kafka().schemaRegistryUrl();
        this.dir = dir;
        this.environment = Map.of(
                "PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"),
                "VIGIA_BOOTSTRAP_SERVERS", kafka,
                "VIGIA_SCHEMA_REGISTRY_URL", registry);
        addresses.put("127.0.0.1:9092", kafka);
        addresses.put("http://127.0.0.1:8081/apis/ccompat/v7", registry);
        addresses.put("http://127.0.0.1:9200", settings.elasticsearch().url());
        addresses.put("127.0.0.1:4318", "127.0.0.1:" + settings.gateway().port());
        addresses.put("127.0.0.1:8080", "127.0.0.1:" + settings.console().port());
        // What the script runs; as the sources are newer than what it built itself, it would build.
        addresses.put(
                LAUNCHER, "java -Dvigia.config=config -cp 'app/target/vigia/lib/*' " + Vigia.class.getName() + " ");
    }

    /** Optional programs, from node 20 on, that a block needs and this machine does not have. */
    static Set<String> missing(Transcript block) throws IOException, InterruptedException {
        Set<String> missing = new TreeSet<>();
        for (var program : OPTIONAL.entrySet()) {
            Pattern call = Pattern.compile("(^|[|(;] ?)" + program.getKey() + " ");
            if (block.steps().stream()
                    .noneMatch(step -> call.matcher(step.command()).find())) continue;
            Process check = new ProcessBuilder("bash", "-c", program.getValue() + " >/dev/null 2>&1").start();
            if (check.waitFor() != 0) missing.add(program.getKey());
        }
        return missing;
    }

    void read(Transcript block) throws IOException, InterruptedException {
        for (Transcript.Step step : block.steps()) {
            String what = "line " + block.line() + ": " + step.command();
            switch (block.manner()) {
                case ONCE -> run(step).assertPrints(step, what);
                case EVENTUALLY ->
                    await(what)
                            .atMost(RunningVigia.LONG)
                            .pollInterval(OFTEN)
                            .untilAsserted(() -> run(step).assertPrints(step, what));
                case FOLLOWS -> follow(step, what);
            }
        }
    }

    /** A command, and the files that it writes to. */
    private record Run(Process process, Path out, Path err) {

        void assertPrints(Transcript.Step step, String what) throws IOException {
            String text = Files.readString(out);
            String printed = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
            assertThat(printed).as("%s%n%s", what, Files.readString(err)).matches(step.whole());
            assertThat(process.exitValue()).as("%s", what).isZero();
        }
    }

    private Run run(Transcript.Step step) throws IOException, InterruptedException {
        Run run = start(step);
        try {
            assertThat(run.process().waitFor(RunningVigia.LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends by itself", step.command())
                    .isTrue();
        } finally {
            end(run.process());
        }
        return run;
    }

    private void follow(Transcript.Step step, String what) throws IOException {
        Run run = start(step);
        try {
            await(what).atMost(RunningVigia.LONG).pollInterval(OFTEN).untilAsserted(() -> {
                String printed = Files.readString(run.out());
                assertThat(step.isWithin(printed))
                        .as("%s%n%s%n%s", what, printed, Files.readString(run.err()))
                        .isTrue();
            });
            assertThat(run.process().isAlive()).as("%s goes on", what).isTrue();
        } finally {
            end(run.process());
        }
    }

    private Run start(Transcript.Step step) throws IOException {
        String command = step.command();
        for (var address : addresses.entrySet()) command = command.replace(address.getKey(), address.getValue());
        Path out = dir.resolve("out-" + ++files);
        Path err = dir.resolve("err-" + files);
        ProcessBuilder shell = new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
                .directory(RunningVigia.ROOT.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        shell.environment().putAll(environment);
        return new Run(shell.start(), out, err);
    }

    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
