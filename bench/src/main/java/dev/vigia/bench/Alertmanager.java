package dev.vigia.bench;

import dev.vigia.platform.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's Prometheus with Debian's Alertmanager, which calls a webhook: the chain that Vigia is compared with. It scrapes
 * {@code errors_total} and alerts on six errors or more, each fault by itself.
 */
final class Alertmanager implements AutoCloseable {

    static final String PACKAGES = "prometheus prometheus-alertmanager";

    private static final List<String> PROGRAMS = List.of("prometheus", "prometheus-alertmanager");

    /** How often it looks, and how long it waits to send. */
    enum Setting {
        /** As both come: scraped and evaluated each minute, and 30 s to gather alerts of a group. */
        DEFAULTS("", "5m", ""),
        /** Scraped and evaluated each second, and nothing gathered. */
        FASTEST(
                "global: {scrape_interval: 1s, evaluation_interval: 1s, scrape_timeout: 1s}\n",
                "5s",
                ", group_wait: 0s, group_interval: 1s");

        private final String global;
        private final String range;
        private final String grouping;

        Setting(String global, String range, String grouping) {
            this.global = global;
            this.range = range;
            this.grouping = grouping;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String PROMETHEUS = """
            %1$srule_files: [rules.yml]
            scrape_configs:
              - {job_name: shop, metrics_path: /metrics/%2$s, static_configs: [{targets: ["127.0.0.1:%3$d"]}]}
            alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%4$d"]}]}]}
            """;
    private static final String RULES = """
            groups:
              - name: shop
                rules: [{alert: Errors, expr: "increase(errors_total[%s]) > 5"}]
            """;
    private static final String ROUTES = """
            route: {receiver: webhook, group_by: [alertname, fault]%1$s}
            receivers: [{name: webhook, webhook_configs: [{url: "http://127.0.0.1:%2$d/webhook/%3$s"}]}]
            """;

    private final Path dir;
    private final Process prometheus;
    private final Process alertmanager;

    private Alertmanager(Path dir, Process prometheus, Process alertmanager) {
        this.dir = dir;
        this.prometheus = prometheus;
        this.alertmanager = alertmanager;
    }

    /** Whether all that is needed is installed. */
    static boolean installed() {
        List<Path> folders =
                Stream.of(System.getenv("PATH").split(":")).map(Path::of).toList();
        return PROGRAMS.stream()
                .allMatch(program -> folders.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program))));
    }

    /** @param shop where it scrapes {@code /metrics/SETTING} and calls {@code /webhook/SETTING}: a port of this machine */
    static Alertmanager start(Path dir, Setting setting, int shop) throws IOException {
        Files.createDirectories(dir);
        int port = Ports.free();
        Path routes = write(dir, "alertmanager.yml", ROUTES.formatted(setting.grouping, shop, setting));
        write(dir, "rules.yml", RULES.formatted(setting.range));
        Path configuration = write(dir, "prometheus.yml", PROMETHEUS.formatted(setting.global, setting, shop, port));
        Process alertmanager = run(
                dir,
                "prometheus-alertmanager",
                "--config.file=" + routes,
                "--storage.path=" + dir.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=");
        Process prometheus = run(
                dir,
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + dir.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + Ports.free());
        return new Alertmanager(dir, prometheus, alertmanager);
    }

    private static Path write(Path dir, String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private static Process run(Path dir, String program, String... arguments) throws IOException {
        return new ProcessBuilder(
                        Stream.concat(Stream.of(program), Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(program + ".log").toFile())
                .start();
    }

    void requireAlive() throws IOException {
        Failures.require(prometheus.isAlive(), "prometheus ended: " + log("prometheus"));
        Failures.require(alertmanager.isAlive(), "alertmanager ended: " + log("prometheus-alertmanager"));
    }

    private String log(String program) throws IOException {
        return Files.readString(dir.resolve(program + ".log"));
    }

    @Override
    public void close() {
        for (Process process : List.of(prometheus, alertmanager)) {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
