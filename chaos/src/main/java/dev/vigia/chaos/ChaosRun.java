package dev.vigia.chaos;

import dev.vigia.chaos.cluster.Cluster;
import dev.vigia.chaos.faults.Fault;
import dev.vigia.chaos.faults.Scene;
import dev.vigia.chaos.faults.Shares;
import dev.vigia.chaos.load.Load;
import dev.vigia.chaos.load.Operators;
import dev.vigia.chaos.load.Script;
import dev.vigia.chaos.verdict.Check;
import dev.vigia.chaos.verdict.Observer;
import dev.vigia.chaos.verdict.Poison;
import dev.vigia.chaos.verdict.Receivers;
import dev.vigia.chaos.verdict.Verdict;
import dev.vigia.chaos.verdict.Vitals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One run: a cluster, a load, faults, and the verdict. */
final class ChaosRun {

    private static final Duration FIRST_INCIDENT = Duration.ofSeconds(10);
    private static final Duration INCIDENT_EVERY = Duration.ofSeconds(20);
    private static final Duration INCIDENT_LASTS = Duration.ofSeconds(18);
    /** How long the shares of the instances are watched at the end, while the load still flows. */
    private static final Duration WATCHED = Duration.ofSeconds(2);

    private final Plan plan;
    private final Path root;
    private final Path dir;
    private final Terminal terminal;

    /**
     * A run that has not begun.
     *
     * @param root of the source tree, built
     * @param dir an empty folder for data and logs
     */
    ChaosRun(Plan plan, Path root, Path dir, Terminal terminal) {
        this.plan = plan;
        this.root = root;
        this.dir = dir;
        this.terminal = terminal;
    }

    /** What came of it: every check, in the order of the data flow. */
    List<Check> run() throws Exception {
        terminal.say("seed " + plan.seed());
        try (Receivers receivers = new Receivers();
                Cluster cluster = Cluster.start(
                        new Cluster.Settings(root, dir, Script.RULES, Script.ROUTING, receivers.addresses()))) {
            terminal.say("the cluster is up");
            return load(cluster, receivers);
        }
    }

    private List<Check> load(Cluster cluster, Receivers receivers) throws Exception {
        Operators operators = new Operators(cluster.url(cluster.member("console")));
        Load load = new Load(
                script(), cluster.kafka(), cluster.gateways(), plan.load().rate());
        Poison poison = new Poison(cluster.kafka().topics());
        terminal.begin();
        try (Observer observer = new Observer(cluster.kafka(), load::fate);
                Vitals vitals = new Vitals(cluster, plan.warmUp())) {
            Random random = new Random(plan.seed());
            inflict(new Scene(cluster, load, poison, receivers, random, plan.brief(), terminal::say));
            if (!plan.brief()) terminal.say("shares: " + Shares.during(WATCHED, cluster));
            load.close();
            operators.close();
            cluster.startAll();
            terminal.say(
                    String.format(Locale.ROOT, "%,d records were sent; waiting for what is on its way", load.sent()));
            Verdict verdict = new Verdict(
                    cluster, load, new Verdict.Witnesses(observer, poison, receivers, operators), plan.onlyKills());
            verdict.settle(plan.patience());
            terminal.say("comparing");
            List<Check> checks = new ArrayList<>(verdict.reach());
            checks.add(vitals.check());
            if (!plan.brief()) vitals.lines().forEach(terminal::say);
            checks.forEach(this::report);
            return checks;
        }
    }

    private Script script() {
        long begun = System.currentTimeMillis();
        long last = begun + plan.load().incidents().toMillis();
        return new Script(begun, FIRST_INCIDENT, INCIDENT_EVERY, INCIDENT_LASTS, last);
    }

    private void inflict(Scene scene) throws Exception {
        long end = System.nanoTime() + plan.load().atLeast().toNanos();
        List<Fault> faults = new ArrayList<>(plan.faults());
        do {
            if (plan.repeat()) Collections.shuffle(faults, scene.random());
            for (Fault fault : faults) {
                if (plan.repeat() && System.nanoTime() > end) return;
                terminal.say("— " + fault.name());
                fault.inflict(scene);
            }
        } while (plan.repeat());
        TimeUnit.NANOSECONDS.sleep(Math.max(0, end - System.nanoTime()));
    }

    private void report(Check check) {
        terminal.say(String.format(
                Locale.ROOT, "%-24s %-3s  %s", check.name(), check.passed() ? "yes" : "NO", check.counts()));
        check.differences().forEach(difference -> terminal.say("        " + difference));
        if (check.more() > 0) terminal.say("        and " + check.more() + " more");
    }
}
