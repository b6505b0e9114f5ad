package dev.vigia.console.http;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.schemas.silences.Matchers;
import java.util.List;
import java.util.Locale;

/** The part of an address after the question mark, checked. */
final class Query {

    private final QueryParams params;

    Query(ServiceRequestContext context) {
        this.params = context.queryParams();
    }

    String text(String name) {
        return params.get(name, "").strip();
    }

    /** Words separated by commas, each one of those that are known; empty for none. */
    List<String> words(String name, List<String> known) {
        List<String> words =
                list(name).stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        for (String word : words) {
            if (!known.contains(word)) {
                throw ApiError.badRequest(
                        name + "=" + word + " is not known; write one of " + String.join(", ", known));
            }
        }
        return words;
    }

    /** Words separated by commas; empty for none. */
    List<String> list(String name) {
        return List.of(text(name).split(",")).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Matchers, each under the same name; all alerts match none at all. */
    Matchers matchers(String name) {
        try {
            return Matchers.of(params.getAll(name).stream().map(Matchers::parse).toList());
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(name + ": " + e.getMessage());
        }
    }

    /** Milliseconds since 1970-01-01 UTC. */
    long time(String name, long otherwise) {
        String text = text(name);
        if (text.isEmpty()) return otherwise;
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest(name + "=" + text + " is no time in milliseconds since 1970-01-01 UTC.");
        }
    }

    int number(String name, int otherwise, int min, int max) {
        String text = text(name);
        if (text.isEmpty()) return otherwise;
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw ApiError.badRequest(name + "=" + text + " is not a whole number from " + min + " to " + max);
    }
}
