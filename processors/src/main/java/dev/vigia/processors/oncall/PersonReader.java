package dev.vigia.processors.oncall;

import dev.vigia.processors.rules.YamlMap;
import dev.vigia.schemas.Language;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one person. */
final class PersonReader {

    private PersonReader() {}

    /** @throws dev.vigia.runtime.UserException naming file, line and field of the first thing that is wrong */
    static Person read(YamlMap map, Set<String> known) {
        String name = map.requiredText("name");
        ZoneId zone = map.zone("zone");
        Optional<Language> language = language(map);
        if (!map.has("receivers")) {
            throw map.error(
                    "receivers", "is missing; name one or more of routes.yaml, or by urgency: { high: …, low: … }");
        }
        Person person = map.isMap("receivers")
                ? byUrgency(name, zone, language, map.map("receivers").orElseThrow(), known)
                : always(name, zone, language, receivers(map, "receivers", known));
        map.requireAllRead();
        return person;
    }

    private static Optional<Language> language(YamlMap map) {
        Optional<String> tag = map.text("language");
        if (tag.isEmpty()) return Optional.empty();
        Optional<Language> language = Language.of(tag.get());
        if (language.isEmpty()) throw map.error("language", "'" + tag.get() + "' is none of " + Language.tags());
        return language;
    }

    private static Person always(String name, ZoneId zone, Optional<Language> language, List<String> receivers) {
        return new Person(name, zone, language, receivers, receivers);
    }

    private static Person byUrgency(
            String name, ZoneId zone, Optional<Language> language, YamlMap map, Set<String> known) {
        if (!map.has("high")) throw map.error("high", "is missing; low stands for the same where it is left out");
        List<String> high = receivers(map, "high", known);
        Person person = new Person(name, zone, language, high, map.has("low") ? receivers(map, "low", known) : high);
        map.requireAllRead();
        return person;
    }

    private static List<String> receivers(YamlMap map, String field, Set<String> known) {
        List<String> receivers = map.texts(field);
        receivers.forEach(receiver -> OnCallFile.requireReceiver(map, field, receiver, known));
        return receivers;
    }
}
