package dev.vigia.app;

import dev.vigia.app.RuleVersions.Version;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleDiff;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rules of an installation that is running: what is in force, and how it is changed. Not thread-safe. */
final class LiveRules implements AutoCloseable {

    private final Wiring wiring;
    private final ControlLog control;
    private final RuleVersions versions;
    private final PrintWriter out;

    /** @param out what people are told */
    LiveRules(Wiring wiring, PrintWriter out) {
        this.wiring = wiring;
        this.control = wiring.control();
        this.versions = new RuleVersions(control.read());
        this.out = out;
    }

    RuleVersions versions() {
        return versions;
    }

    Optional<String> content(String name) {
        return versions.last(name).flatMap(Version::content);
    }

    /** Prints what a new version of a file would change, and which of its alerts would be told to nobody. */
    void preview(String name, Optional<String> after) {
        RuleDiff diff = RuleDiff.between(name, content(name), after);
        if (diff.isEmpty()) {
            out.println(name + ": no rule changes.");
            return;
        }
        out.println(name + ":");
        DiffLines.of(diff).forEach(out::println);
        after.ifPresent(text -> {
            List<Rule> rules = RuleSetParser.parse(name, text).rules();
            doubles(name, rules);
            wiring.untold(rules).forEach(line -> out.println("  ! " + line));
        });
    }

    /** Says which rules stand in another file, too. */
    private void doubles(String name, List<Rule> rules) {
        for (Version other : versions.inForce().values()) {
            if (other.name().equals(name)) continue;
            for (Rule same : other.rules().rules()) {
                if (rules.stream().noneMatch(rule -> rule.id().equals(same.id()))) continue;
                String counts = name.compareTo(other.name()) < 0 ? name : other.name();
                out.println(
                        "  ! " + same.id() + " is in " + other.name() + " as well; the one in " + counts + " counts");
            }
        }
    }

    /**
     * Brings a new version of a file into force.
     *
     * @param content empty takes the rules away
     * @param actor who does it, for the history: {@code user:ana}
     * @param patience how long to wait until it is in force; zero not to
     * @throws UserException when it has been written, but is not in force by then
     */
    void change(String name, Optional<String> content, String actor, Optional<String> reason, Duration patience) {
        String what = content.isPresent() ? "in force" : "taken away";
        try (RulesUptake uptake = wiring.rulesUptake()) {
            Optional<Version> same =
                    versions.last(name).filter(version -> version.content().equals(content));
            long version = same.map(Version::number).orElseGet(() -> control.append(name, content, actor, reason));
            if (patience.isZero()) {
                out.println(name + " is written as version " + version + ".");
                return;
            }
            uptake.await(version, patience).ifPresent(missing -> {
                throw new UserException(name + " is written as version " + version + ", but after "
                        + Durations.format(patience) + " it is not " + what + " everywhere: " + missing
                        + ". It will be as soon as `vigia process` goes on.");
            });
            out.println(name + " is " + what + ", as version " + version + ".");
        }
    }

    @Override
    public void close() {
        wiring.close();
    }
}
