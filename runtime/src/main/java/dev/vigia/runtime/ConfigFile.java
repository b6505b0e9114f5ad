package dev.vigia.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A YAML file of sections, each read into a record. Strict: a key that no record has, or that stands there twice, is an
 * error. {@code ${NAME:default}} stands for an environment variable and its default, which is taken for an empty one as well, as a
 * shell's {@code ${NAME:-default}} is; {@code ${NAME}} for one that has to be set. Keys are written in {@code snake_case}. Immutable.
 */
public final class ConfigFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");

    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new DurationModule())
            .build();

    private final String name;
    private final JsonNode root;
    private final YamlLines lines;

    private ConfigFile(String name, JsonNode root, YamlLines lines) {
        this.name = name;
        this.root = root;
        this.lines = lines;
    }

    /**
     * Reads a file.
     *
     * @param environment values for {@code ${…}}, by name
     * @throws UserException when it is not there, is not YAML, or asks for a variable that is not set
     */
    public static ConfigFile read(Path file, Map<String, String> environment) {
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8), environment);
        } catch (NoSuchFileException e) {
            throw new UserException("There is no configuration file " + file + ".", e);
        } catch (IOException e) {
            throw new UserException("Cannot read the configuration file " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a text.
     *
     * @param name what errors call it
     */
    public static ConfigFile parse(String name, String text, Map<String, String> environment) {
        try {
            String yaml = substitute(name, text, environment);
            JsonNode root = YAML.readTree(yaml);
            return new ConfigFile(
                    name, root == null ? YAML.createObjectNode() : root, YamlLines.of(YAML.getFactory(), yaml));
        } catch (JsonProcessingException e) {
            throw error(name + line(e), path(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One section as a record. A section that is not there reads as an empty one.
     *
     * @throws UserException naming the file, the line and the key that is wrong
     */
    public <T> T section(String section, Class<T> type) {
        JsonNode node = root.path(section);
        try {
            return YAML.treeToValue(node.isMissingNode() || node.isNull() ? YAML.createObjectNode() : node, type);
        } catch (JsonProcessingException e) {
            List<String> path = new ArrayList<>(List.of(section));
            path.addAll(path(e));
            throw error(place(path.toArray(String[]::new)), path, e);
        }
    }

    /**
     * Where something stands, for people: the file and the line, for instance {@code config/vigia.yaml line 12}. Of a field that is
     * not there it is the place of what it would stand in.
     *
     * @param path names of fields, and places in lists, from the outermost in
     */
    public String place(String... path) {
        return name + " line " + lines.line(pointer(path));
    }

    private static JsonPointer pointer(String... path) {
        JsonPointer pointer = JsonPointer.empty();
        for (String field : path) pointer = pointer.appendProperty(field);
        return pointer;
    }

    /** @throws UserException when there is a section that nobody reads */
    public ConfigFile requireOnly(Set<String> sections) {
        List<String> unknown = new ArrayList<>();
        root.fieldNames().forEachRemaining(field -> {
            if (!sections.contains(field)) unknown.add(field);
        });
        if (!unknown.isEmpty()) {
            throw new UserException(place(unknown.get(0)) + ": unknown section '" + unknown.get(0) + "'. Known: "
                    + String.join(", ", sections.stream().sorted().toList()));
        }
        return this;
    }

    /**
     * A text with the environment's values for {@code ${…}}. A line that is a comment may ask for what is not set.
     *
     * @param name what errors call the text
     * @throws UserException naming the line that asks for a variable that is not set
     */
    public static String substitute(String name, String text, Map<String, String> environment) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String variable = matcher.group(1);
            String byDefault = matcher.group(2);
            String value = environment.get(variable);
            if (value == null || value.isEmpty() && byDefault != null) value = byDefault;
            if (value == null && !isInComment(text, matcher.start())) {
                throw new UserException(name + " line " + lineOf(text, matcher.start()) + ": the environment variable "
                        + variable + " has to be set.");
            }
            if (value == null) value = matcher.group();
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }

    /** From 1. */
    private static long lineOf(String text, int at) {
        return 1 + text.substring(0, at).chars().filter(sign -> sign == '\n').count();
    }

    private static boolean isInComment(String text, int at) {
        int line = text.lastIndexOf('\n', at) + 1;
        return text.substring(line, at).stripLeading().startsWith("#");
    }

    private static UserException error(String place, List<String> path, JsonProcessingException e) {
        String where = path.isEmpty() ? "" : ", " + String.join(".", path);
        return new UserException(place + where + ": " + oneLine(what(e)), e);
    }

    /** Of what cannot even be parsed. */
    private static String line(JsonProcessingException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " line " + e.getLocation().getLineNr();
    }

    private static List<String> path(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) return List.of();
        return mapping.getPath().stream()
                .map(part -> part.getFieldName() == null ? Integer.toString(part.getIndex()) : part.getFieldName())
                .toList();
    }

    private static String what(JsonProcessingException e) {
        if (e.getCause() instanceof UserException cause) return String.valueOf(cause.getMessage());
        // Its own words are of Java's types; those of the kinds of it are not.
        if (e.getClass() == MismatchedInputException.class) {
            Class<?> wanted = ((MismatchedInputException) e).getTargetType();
            if (wanted == String.class) return "has to be a single value";
            if (wanted == Map.class || wanted == LinkedHashMap.class) return "has to be fields with values";
        }
        return e.getOriginalMessage();
    }

    /** A message without the parser's pictures of the place. */
    private static String oneLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.equals("^") && !text.startsWith("in 'reader'"))
                .collect(Collectors.joining(" "));
    }
}
