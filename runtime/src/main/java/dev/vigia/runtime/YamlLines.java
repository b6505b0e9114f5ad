package dev.vigia.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Where the fields and items of a YAML text stand. Immutable. */
final class YamlLines {

    /** From 1. */
    private final Map<JsonPointer, Integer> lines = new HashMap<>();

    private YamlLines() {}

    /** @throws IOException when it is not YAML */
    static YamlLines of(JsonFactory yaml, String text) throws IOException {
        YamlLines found = new YamlLines();
        try (JsonParser parser = yaml.createParser(text)) {
            while (parser.nextToken() != null) {
                found.lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer(),
                        parser.currentTokenLocation().getLineNr());
            }
        }
        return found;
    }

    /** That of a field or item; where it is not there, of the nearest one around it. */
    int line(JsonPointer path) {
        for (JsonPointer at = path; at != null; at = at.head()) {
            Integer line = lines.get(at);
            if (line != null) return line;
        }
        return 1;
    }
}
