package dev.vigia.processors.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.silences.Matchers;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML mapping that is read field by field; what nobody has asked for by {@link #requireAllRead} is an error. Every error
 * names file, line, rule and field.
 */
public final class YamlMap {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Set<String> NAMES = Set.of("id", "name");

    private final String where;
    private final int line;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();
    private final String subject;

    private YamlMap(String where, Node node, String field, String subject) {
        this.where = where;
        this.subject = subject;
        this.line = node.getStartMark().getLine() + 1;
        if (!(node instanceof MappingNode mapping)) throw error(line, field, "has to be fields with values");
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw error(tuple.getKeyNode().getStartMark().getLine() + 1, key, "stands there twice");
            }
        }
    }

    /**
     * Reads a document, which has to be a mapping.
     *
     * @param file what errors call it
     * @throws UserException when it is not YAML, or no mapping
     */
    public static YamlMap parse(String file, String text) {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new UserException(file + " line " + line + ": not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new UserException(file + ": not YAML: " + firstLine(e.getMessage()), e);
        }
        if (root == null) throw new UserException(file + ": is empty; write rules: [] for no rules");
        return new YamlMap(file, root, "", "");
    }

    /** Where it begins in the file, from 1. */
    public int line() {
        return line;
    }

    /** Whether a field has a value. */
    public boolean has(String field) {
        known.add(field);
        Node node = fields.get(field);
        return node != null && !Tag.NULL.equals(node.getTag());
    }

    /** A single value as it is written. */
    public Optional<String> text(String field) {
        if (!has(field)) return Optional.empty();
        return Optional.of(scalar(field, node(field)));
    }

    /** A single value that has to be there and not blank. */
    public String requiredText(String field) {
        return text(field).filter(text -> !text.isBlank()).orElseThrow(() -> error(field, "is missing"));
    }

    /** How numbers may be written. */
    enum Notation {
        PLAIN,
        /** A duration such as {@code 4h} stands for its seconds. */
        SECONDS
    }

    Optional<Double> number(String field) {
        return number(field, Notation.PLAIN);
    }

    Optional<Double> number(String field, Notation notation) {
        return text(field).map(text -> number(field, text, notation));
    }

    private double number(String field, String text, Notation notation) {
        try {
            if (notation == Notation.SECONDS) return Durations.parse(text).toMillis() / 1e3;
        } catch (IllegalArgumentException e) {
            if (text.matches("\\d+[wdhms].*")) throw error(field, String.valueOf(e.getMessage()));
            // it may still be a plain number
        }
        try {
            // Java reads 4d and 4f as 4.
            double number = Character.isLetter(text.charAt(text.length() - 1)) ? Double.NaN : Double.parseDouble(text);
            if (Double.isFinite(number)) return number;
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            // said below
        }
        throw error(field, "'" + text + "' is not a number");
    }

    /** A whole number. */
    public Optional<Long> whole(String field) {
        return text(field).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw error(field, "'" + text + "' is not a whole number");
            }
        });
    }

    /** A duration, as {@link Durations} reads it. */
    public Duration duration(String field, Duration otherwise) {
        return text(field)
                .map(text -> {
                    try {
                        return Durations.parse(text);
                    } catch (IllegalArgumentException e) {
                        throw error(field, String.valueOf(e.getMessage()));
                    }
                })
                .orElse(otherwise);
    }

    /** A duration of whole buckets of 10 s. */
    Duration steps(String field, Duration otherwise) {
        Duration duration = duration(field, otherwise);
        if (duration.toMillis() % STEP.toMillis() != 0) {
            throw error(field, "'" + Durations.format(duration) + "' is not a multiple of 10s");
        }
        return duration;
    }

    /** A time zone by its name. */
    public ZoneId zone(String field) {
        String zone = requiredText(field);
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw error(field, "'" + zone + "' is no time zone; write for instance America/Sao_Paulo or UTC");
        }
    }

    /** One of some lower-case words, in any case. */
    public <E extends Enum<E>> Optional<E> word(String field, Class<E> type) {
        return text(field)
                .map(text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> error(field, "'" + text + "' is none of " + words(type))));
    }

    /** A list of texts, or one text alone. */
    public List<String> texts(String field) {
        if (!has(field)) return List.of();
        if (!(node(field) instanceof SequenceNode sequence)) return List.of(scalar(field, node(field)));
        return sequence.getValue().stream().map(node -> scalar(field, node)).toList();
    }

    /** Texts by name, sorted. */
    public Map<String, String> textsByName(String field) {
        if (!has(field)) return Map.of();
        YamlMap map = new YamlMap(where, node(field), field, subject);
        Map<String, String> texts = new TreeMap<>();
        map.fields.forEach((name, node) -> texts.put(name, scalar(field + "." + name, node)));
        return texts;
    }

    /** Whether a field has fields with values of its own. */
    public boolean isMap(String field) {
        return has(field) && node(field) instanceof MappingNode;
    }

    /** Numbers by name, in the order of the file. */
    Map<String, Double> numbersByName(String field, Notation notation) {
        YamlMap map = new YamlMap(where, node(field), field, subject);
        Map<String, Double> numbers = new LinkedHashMap<>();
        map.fields.forEach(
                (name, node) -> numbers.put(name, number(field + "." + name, scalar(field, node), notation)));
        return numbers;
    }

    /**
     * A list of mappings.
     *
     * @param subject what errors call one of them; its {@code id} or {@code name} is added
     */
    public List<YamlMap> maps(String field, String subject) {
        return list(field).stream()
                .map(node -> new YamlMap(where, node, field, named(subject, node)))
                .toList();
    }

    /** A list of mappings without names of their own. */
    public List<YamlMap> maps(String field) {
        return list(field).stream()
                .map(node -> new YamlMap(where, node, field, subject))
                .toList();
    }

    /**
     * A list of mappings that are called by their place in it.
     *
     * @param subject what errors call the one at a place, from 0
     */
    public List<YamlMap> maps(String field, IntFunction<String> subject) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node node : list(field)) maps.add(new YamlMap(where, node, field, subject.apply(maps.size())));
        return maps;
    }

    private List<Node> list(String field) {
        if (!has(field)) throw error(field, "is missing");
        if (!(node(field) instanceof SequenceNode sequence)) throw error(field, "has to be a list");
        return sequence.getValue();
    }

    /**
     * Mappings by name, in the order of the file.
     *
     * @param subject what errors call one of them; its name is added
     */
    Map<String, YamlMap> mapsByName(String field, String subject) {
        Map<String, YamlMap> maps = new LinkedHashMap<>();
        new YamlMap(where, node(field), field, this.subject)
                .fields.forEach((name, node) ->
                        maps.put(name, new YamlMap(where, node, name, this.subject + ", " + subject + " " + name)));
        return maps;
    }

    /** A mapping within this one. */
    public Optional<YamlMap> map(String field) {
        return has(field) ? Optional.of(new YamlMap(where, node(field), field, subject)) : Optional.empty();
    }

    /** A value of any shape. */
    public Optional<JsonNode> json(String field) {
        return has(field) ? Optional.of(YamlJson.of(node(field))) : Optional.empty();
    }

    /** Every field as it is written, as JSON, in the order of the file. */
    Map<String, JsonNode> written() {
        Map<String, JsonNode> written = new LinkedHashMap<>();
        fields.forEach((name, node) -> written.put(name, YamlJson.of(node)));
        return written;
    }

    /** The fields that were asked for so far. */
    Set<String> known() {
        return Set.copyOf(known);
    }

    /** Known before anything is read, so that every error can say it. */
    private static String named(String subject, Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && NAMES.contains(key.getValue())
                        && tuple.getValueNode() instanceof ScalarNode id) {
                    return subject + " " + id.getValue();
                }
            }
        }
        return "";
    }

    /** @throws UserException when there is a field that nobody has asked for */
    public void requireAllRead() {
        for (String field : fields.keySet()) {
            if (!known.contains(field)) {
                throw error(
                        field,
                        "is not known; known are "
                                + String.join(", ", known.stream().distinct().toList()));
            }
        }
    }

    /** An error in a field, to be thrown. */
    public UserException error(String field, String problem) {
        Node node = fields.get(field);
        return error(node == null ? line : node.getStartMark().getLine() + 1, field, problem);
    }

    private UserException error(int atLine, String field, String problem) {
        return new UserException(where + " line " + atLine + (subject.isEmpty() ? "" : ", " + subject)
                + (field.isEmpty() ? "" : ", " + field) + ": " + problem);
    }

    private Node node(String field) {
        Node node = fields.get(field);
        if (node == null) throw error(field, "is missing");
        return node;
    }

    private String scalar(String field, Node node) {
        if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) return scalar.getValue();
        throw error(node.getStartMark().getLine() + 1, field, "has to be a single value");
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        return String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    /**
     * What a list of maps has, by their {@code name} and in the order of the file; nothing where there is no such field.
     *
     * @param subject what errors call one of them
     * @throws UserException naming the first that is wrong, or two of the same name
     */
    public <T> Map<String, T> byName(String field, String subject, Function<YamlMap, T> read) {
        Map<String, T> byName = new LinkedHashMap<>();
        if (!has(field)) return byName;
        for (YamlMap map : maps(field, subject)) {
            String name = map.requiredText("name");
            if (byName.put(name, read.apply(map)) != null) throw map.error("name", "two are called '" + name + "'");
        }
        return byName;
    }

    /**
     * Matchers as people write them.
     *
     * @param check refuses, by an {@link IllegalArgumentException}, those that cannot be
     * @throws UserException saying what is wrong with them
     */
    public List<Matcher> matchers(String field, Consumer<List<Matcher>> check) {
        try {
            List<Matcher> matchers = texts(field).stream().map(Matchers::parse).toList();
            check.accept(matchers);
            return matchers;
        } catch (IllegalArgumentException e) {
            throw error(field, String.valueOf(e.getMessage()));
        }
    }
}
