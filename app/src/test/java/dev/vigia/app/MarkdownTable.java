package dev.vigia.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of a document.
 *
 * @param heading the heading before it, without its number signs
 * @param names what stands over the columns
 */
record MarkdownTable(String heading, List<String> names, List<List<String>> rows) {

    /** All of a document's, in their order. */
    static List<MarkdownTable> of(Path document) throws IOException {
        List<MarkdownTable> tables = new ArrayList<>();
        String heading = "";
        boolean inside = false;
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("#")) heading = line.replaceFirst("^#+ ", "");
            if (!line.startsWith("| ")) {
                inside = false;
            } else if (!inside) {
                tables.add(new MarkdownTable(heading, cells(line), new ArrayList<>()));
                inside = true;
            } else if (!line.startsWith("| ---")) {
                tables.get(tables.size() - 1).rows().add(cells(line));
            }
        }
        return tables;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
