package dev.vigia.processors.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a rule's parts have to be: their names with {@code and}, {@code or}, {@code not} and parentheses, or with CEL's
 * signs for them. {@code not} binds closest, then {@code and}. For one expression.
 */
final class ExpressionReader {

    private static final Pattern WORD = Pattern.compile("\\s*(\\(|\\)|&&|\\|\\||!|[^\\s()&|!]+)");

    private final List<String> names;
    private final List<String> words = new ArrayList<>();
    private int next;

    /**
     * A reader of a text.
     *
     * @param names of the parts
     * @throws IllegalArgumentException when there is a sign that means nothing
     */
    ExpressionReader(String text, List<String> names) {
        this.names = names;
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            words.add(word(text.substring(matcher.start(1), matcher.end(1))));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException("'" + text.substring(end).strip() + "' means nothing; " + usage());
        }
    }

    private static String word(String sign) {
        return switch (sign) {
            case "&&" -> "and";
            case "||" -> "or";
            case "!" -> "not";
            default -> sign;
        };
    }

    /** @throws IllegalArgumentException when it is no condition, or names what is no part */
    Expression read() {
        Expression expression = any();
        if (next < words.size())
            throw new IllegalArgumentException("'" + words.get(next) + "' is too much; " + usage());
        return expression;
    }

    private Expression any() {
        List<Expression> some = new ArrayList<>(List.of(all()));
        while (take("or")) some.add(all());
        return some.size() == 1 ? some.get(0) : new Expression.Any(some);
    }

    private Expression all() {
        List<Expression> each = new ArrayList<>(List.of(one()));
        while (take("and")) each.add(one());
        return each.size() == 1 ? each.get(0) : new Expression.All(each);
    }

    private Expression one() {
        if (take("not")) return new Expression.Not(one());
        if (!take("(")) return part();
        Expression inner = any();
        if (!take(")")) throw new IllegalArgumentException("a ) is missing");
        return inner;
    }

    private Expression part() {
        if (next == words.size()) throw new IllegalArgumentException("it ends too early; " + usage());
        String name = words.get(next);
        int number = names.indexOf(name);
        if (number < 0) {
            throw new IllegalArgumentException(
                    "there is no part '" + name + "'; there are " + String.join(", ", names));
        }
        next++;
        return new Expression.Holds(number);
    }

    private boolean take(String word) {
        boolean found = next < words.size() && words.get(next).equals(word);
        if (found) next++;
        return found;
    }

    private static String usage() {
        return "write names of parts with and, or, not and parentheses";
    }
}
