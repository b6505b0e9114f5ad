package dev.vigia.processors.series;

import java.util.Map;
import java.util.TreeMap;

/**
 * Attributes of a metric series as one text, {@code k=v,k=v} by the order of the keys. A backslash stands before a comma,
 * an equals sign or a backslash that is part of a key or value.
 */
public final class MetricAttributes {

    private MetricAttributes() {}

    public static String format(Map<String, ?> attributes) {
        if (attributes.isEmpty()) return "";
        StringBuilder text = new StringBuilder();
        for (var entry : new TreeMap<>(attributes).entrySet()) {
            if (!text.isEmpty()) text.append(',');
            escape(entry.getKey(), text);
            text.append('=');
            escape(String.valueOf(entry.getValue()), text);
        }
        return text.toString();
    }

    /** The attributes of a text that {@link #format} made, sorted. */
    public static Map<String, String> parse(String text) {
        Map<String, String> attributes = new TreeMap<>();
        StringBuilder part = new StringBuilder();
        String key = "";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else if (c == '=') {
                key = part.toString();
                part.setLength(0);
            } else if (c == ',') {
                attributes.put(key, part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        if (!text.isEmpty()) attributes.put(key, part.toString());
        return attributes;
    }

    private static void escape(String part, StringBuilder into) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == ',' || c == '=' || c == '\\') into.append('\\');
            into.append(c);
        }
    }
}
