package dev.vigia.sinks.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The body of a request: Mustache with values escaped as the content type asks, or the fields of a form. */
sealed interface HttpTemplate {

    String FORM_TYPE = "application/x-www-form-urlencoded";

    /** What the settings of a form's fields begin with. */
    String FIELD = "form.";

    String contentType();

    /** @throws MustacheException where the template asks for what there is not */
    String render(Map<String, Object> values);

    /** What it is made of, by the setting that says it. */
    SortedMap<String, Template> parts();

    /** A text with values in it. */
    record Text(String contentType, Template template) implements HttpTemplate {

        @Override
        public String render(Map<String, Object> values) {
            return template.execute(values);
        }

        @Override
        public SortedMap<String, Template> parts() {
            return new TreeMap<>(Map.of("body", template));
        }
    }

    /** Each field by itself; nothing in a template has to be encoded. */
    record Form(SortedMap<String, Template> fields) implements HttpTemplate {

        @Override
        public String contentType() {
            return FORM_TYPE;
        }

        @Override
        public String render(Map<String, Object> values) {
            return fields.entrySet().stream()
                    .map(field -> encoded(field.getKey()) + "="
                            + encoded(field.getValue().execute(values)))
                    .collect(Collectors.joining("&"));
        }

        @Override
        public SortedMap<String, Template> parts() {
            SortedMap<String, Template> parts = new TreeMap<>();
            fields.forEach((field, template) -> parts.put(FIELD + field, template));
            return parts;
        }
    }

    /** Settings {@code body} and {@code content_type}, or {@code form.<field>}. */
    static HttpTemplate of(ReceiverSettings settings) {
        SortedMap<String, Template> fields = new TreeMap<>();
        settings.settings().forEach((key, value) -> {
            if (!key.startsWith(FIELD)) return;
            fields.put(key.substring(FIELD.length()), compiled(settings, key, value, Escapers.NONE));
        });
        if (fields.isEmpty()) {
            String type = settings.optional("content_type").orElse(HttpPost.JSON);
            return new Text(type, compiled(settings, "body", settings.required("body"), escaper(type)));
        }
        for (String key : new String[] {"body", "content_type"}) {
            if (settings.optional(key).isPresent()) throw settings.wrong(key, "there is form.… already");
        }
        return new Form(fields);
    }

    private static Template compiled(ReceiverSettings settings, String key, String text, Mustache.Escaper escaper) {
        try {
            return Mustache.compiler()
                    .withEscaper(escaper)
                    .emptyStringIsFalse(true)
                    .strictSections(true)
                    .compile(text);
        } catch (MustacheException e) {
            throw settings.wrong(key, "not a Mustache template: " + e.getMessage());
        }
    }

    /** @return what is wrong with a body; empty if nothing is */
    default String flaw(String body) {
        if (!json(contentType())) return "";
        try {
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(body);
            return "";
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            return "does not give JSON: line " + line + ": " + e.getOriginalMessage();
        }
    }

    private static Mustache.Escaper escaper(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (json(type))
            return value -> new String(JsonStringEncoder.getInstance().quoteAsString(value));
        if (type.startsWith(FORM_TYPE)) return HttpTemplate::encoded;
        return type.contains("xml") || type.contains("html") ? Escapers.HTML : Escapers.NONE;
    }

    private static boolean json(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).split(";")[0].strip().matches("application/(.*\\+)?json");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
