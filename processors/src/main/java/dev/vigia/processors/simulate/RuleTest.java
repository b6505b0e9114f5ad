package dev.vigia.processors.simulate;

import dev.vigia.processors.dispatch.Decision;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.rules.YamlMap;
import dev.vigia.runtime.TextFile;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A test of rules: what happens when, and all transitions that this has to give, and who is told of them. It runs the shipped
 * folds in simulated time, without Kafka. {@code docs/rules.md} has the form of the files. Immutable.
 */
public final class RuleTest {

    private final String name;
    private final int line;
    private final Story story;
    private final List<Expectation> expectations;
    /** Rules whose alerts count; empty for all. */
    private final Set<String> only;
    /** By which it matters who is told; empty where that does not matter. */
    private final Optional<Routing> routes;

    /** @param routes by which it matters who is told; empty where that does not matter */
    RuleTest(
            String name,
            int line,
            Story story,
            List<Expectation> expectations,
            Set<String> only,
            Optional<Routing> routes) {
        this.name = name;
        this.line = line;
        this.story = story;
        this.expectations = List.copyOf(expectations);
        this.only = Set.copyOf(only);
        this.routes = routes;
    }

    /**
     * What came of a test.
     *
     * @param passed whether all that was expected happened, and nothing else
     * @param lines everything by time: {@code -} did not happen, {@code +} was not expected
     */
    public record Result(boolean passed, List<String> lines) {

        public Result {
            lines = List.copyOf(lines);
        }
    }

    /**
     * The tests of a file.
     *
     * @throws UserException naming file, line and field when it, or a rule file that it names, cannot be read
     */
    public static List<RuleTest> read(Path file) {
        YamlMap map = YamlMap.parse(file.toString(), TextFile.read(file));
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        Routing routes =
                map.text("routes").map(name -> routes(map, folder, name)).orElse(Notifying.EVERYBODY);
        List<RuleTest> tests = new ArrayList<>();
        for (YamlMap test : map.maps("tests", "test")) {
            tests.add(new StoryReader(test, new RuleSource(folder, map), routes).read());
        }
        map.requireAllRead();
        return tests;
    }

    private static Routing routes(YamlMap where, Path folder, String name) {
        Path path = folder.resolve(name).normalize();
        try {
            return Routing.parse(path.toString(), Files.readString(path), Map.of());
        } catch (IOException e) {
            throw where.error(
                    "routes", "cannot read " + path + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    public String name() {
        return name;
    }

    /** Where it begins in the file. */
    public int line() {
        return line;
    }

    List<Expectation> expectations() {
        return expectations;
    }

    /** @throws UserException when a record of it could not be folded */
    public Result run() {
        Notifying notifying = new Notifying(routes.orElse(Notifying.EVERYBODY));
        List<Happening> happenings = new ArrayList<>();
        for (Alert alert : story.play(notifying)) happenings.add(Happening.of(alert));
        if (routes.isPresent()) {
            for (Decision.Tell tell : notifying.told()) happenings.addAll(Happening.of(tell));
            happenings.removeIf(happening -> happening.at() > story.end());
        }
        if (!only.isEmpty()) happenings.removeIf(happening -> !only.contains(happening.rule()));
        Comparison comparison = new Comparison(story.start(), expectations, happenings);
        return new Result(comparison.same(), comparison.lines());
    }
}
