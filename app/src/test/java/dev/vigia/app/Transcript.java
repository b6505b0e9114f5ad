package dev.vigia.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a document that shows commands and what they print: fenced as {@code console}, a command behind {@code $}, its
 * output below. In a line of output … stands for anything, a line of it for any lines.
 *
 * @param line number of the fence in the document
 */
record Transcript(int line, Manner manner, List<Step> steps) {

    private static final Pattern FENCE = Pattern.compile("```console ?(\\w*)");

    /** The word behind {@code console}. */
    enum Manner {
        /** None: each command is run once, succeeds, and prints exactly that. */
        ONCE,
        /** Commands that only look: they are run until they print that. */
        EVENTUALLY,
        /** Commands that go on until they are stopped: they print these lines, and maybe others between them. */
        FOLLOWS
    }

    record Step(String command, List<String> output) {

        /** The whole output, each of its lines with an end. */
        Pattern whole() {
            StringBuilder regex = new StringBuilder();
            output.forEach(line -> regex.append(line.equals("…") ? "(?:.*\n)*" : regex(line) + "\n"));
            return Pattern.compile(regex.toString());
        }

        /** Whether the lines are in a text, in this order. */
        boolean isWithin(String text) {
            int from = 0;
            for (String line : output) {
                Matcher matcher = Pattern.compile("(?m)^" + regex(line) + "$").matcher(text);
                if (!matcher.find(from)) return false;
                from = matcher.end();
            }
            return true;
        }

        private static String regex(String line) {
            StringBuilder regex = new StringBuilder();
            for (String part : line.split("(?<=…)|(?=…)")) regex.append(part.equals("…") ? ".*" : Pattern.quote(part));
            return regex.toString();
        }
    }

    /** All of a document's, in their order. */
    static List<Transcript> of(Path document) throws IOException {
        List<Transcript> all = new ArrayList<>();
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) continue;
            int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
            Manner manner = fence.group(1).isEmpty()
                    ? Manner.ONCE
                    : Manner.valueOf(fence.group(1).toUpperCase(Locale.ROOT));
            all.add(new Transcript(i + 1, manner, steps(lines.subList(i + 1, end))));
            i = end;
        }
        return all;
    }

    private static List<Step> steps(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("$ ")) {
                steps.get(steps.size() - 1).output().add(line);
                continue;
            }
            StringBuilder command = new StringBuilder(line.substring(2));
            while (line.endsWith("\\")) {
                line = lines.get(++i);
                command.append('\n').append(line);
            }
            steps.add(new Step(command.toString(), new ArrayList<>()));
        }
        return steps;
    }
}
