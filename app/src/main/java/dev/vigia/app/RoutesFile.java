package dev.vigia.app;

import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.routing.RoutingLint;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.runtime.TextFile;
import dev.vigia.runtime.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file of routes.
 *
 * @param path where it lies
 * @param text what it says
 * @param environment values for {@code ${…}}, by name
 */
record RoutesFile(Path path, String text, Map<String, String> environment) {

    /** @throws UserException when it cannot be read */
    static RoutesFile read(Path path) {
        return new RoutesFile(path, TextFile.read(path), System.getenv());
    }

    /** @throws UserException naming file, line and field of the first thing that is wrong */
    Routing routing() {
        return Routing.parse(path.toString(), text, environment);
    }

    /**
     * What lint finds.
     *
     * @param rules whose alerts have to reach somebody
     * @param settings where the receivers are; the escalation policies stand in {@code on-call.yaml} beside, which need not be there
     */
    RoutingLint.Findings lint(Collection<Rule> rules, Settings settings) {
        Path onCall = settings.folder().resolve("on-call.yaml");
        RoutingLint.Around around = new RoutingLint.Around(
                rules,
                receivers -> OnCallRota.read(onCall, receivers).policies(),
                new ReceiverSection(settings).addresses(),
                Instant.now());
        return RoutingLint.check(path.toString(), text, environment, around);
    }

    /**
     * Refuses what lint calls a problem.
     *
     * @return what nobody is told of as things are, and who is told nothing; one line for each
     * @throws UserException naming the first problem, and how many others there are
     */
    List<String> requireRight(Collection<Rule> rules, Settings settings) {
        RoutingLint.Findings findings = lint(rules, settings);
        requireNone(findings.problems());
        List<String> untold = new ArrayList<>(findings.gaps());
        untold.addAll(new ReceiverSection(settings).toldNothing(routing().receiverNames()));
        return untold;
    }

    /**
     * What nobody would be told of the alerts of some rules, by the routes and addresses of an installation; one line for each. Nothing
     * where it has no routes.
     */
    static List<String> untold(Collection<Rule> rules, Settings settings) {
        Path path = settings.folder().resolve("routes.yaml");
        if (!Files.exists(path)) return List.of();
        RoutingLint.Findings findings = read(path).lint(rules, settings);
        List<String> untold = new ArrayList<>(findings.problems());
        untold.addAll(findings.gaps());
        return untold;
    }

    /** @throws UserException naming the first, and how many others there are */
    static void requireNone(List<String> problems) {
        if (problems.isEmpty()) return;
        int others = problems.size() - 1;
        throw new UserException(
                problems.get(0) + (others == 0 ? "" : " (`vigia routes lint` shows " + others + " more)"));
    }

    /** The rules in some files, by their text. */
    static List<Rule> rules(Map<String, String> files) {
        List<Rule> rules = new ArrayList<>();
        files.forEach(
                (name, text) -> rules.addAll(RuleSetParser.parse(name, text).rules()));
        return rules;
    }

    /** The rules in some files. */
    static List<Rule> rules(List<Path> files) {
        Map<String, String> texts = new TreeMap<>();
        files.forEach(file -> texts.put(file.toString(), TextFile.read(file)));
        return rules(texts);
    }
}
