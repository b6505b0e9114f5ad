package dev.vigia.console.http;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
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
        List<String> words = List.of(text(name).toLowerCase(Locale.ROOT).split(",")).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        for (String word : words) {
            if (!known.contains(word)) {
                throw ApiError.badRequest(
                        name + "=" + word + " is not known; write one of " + String.join(", ", known));
            }
        }
        return words;
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
