package dev.vigia.sinks.notify.text;

import dev.vigia.runtime.Durations;
import dev.vigia.sinks.notify.text.Quantity.Change;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says the same as rules do, in English, and as a reader does. */
final class Phrases {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");
    private static final Pattern TIME = Pattern.compile("\\d{1,9}[a-z][0-9a-z]*");

    /** How conditions write aggregates, by the keys of what people call them. */
    private static final Map<String, Pattern> AGGREGATES = aggregates();

    private static Map<String, Pattern> aggregates() {
        Map<String, Pattern> aggregates = new LinkedHashMap<>();
        aggregates.put("count", Pattern.compile("count"));
        aggregates.put("rate", Pattern.compile("rate per (.+)"));
        aggregates.put("error_rate", Pattern.compile("error_rate"));
        aggregates.put("burn_rate", Pattern.compile("burn_rate"));
        aggregates.put("ratio", Pattern.compile("ratio\\((.+)\\)", Pattern.DOTALL));
        aggregates.put("distinct", Pattern.compile("distinct\\((.+)\\)"));
        aggregates.put("distinct_ratio", Pattern.compile("distinct_ratio\\((.+?), (.+)\\)", Pattern.DOTALL));
        aggregates.put("percentile", Pattern.compile("p([\\d.]+)\\((.+)\\)"));
        for (String statistic : new String[] {"mean", "min", "max", "sum", "last"}) {
            aggregates.put(statistic, Pattern.compile(statistic + "\\((.+)\\)"));
        }
        aggregates.put("slope", Pattern.compile("slope\\((.+)\\) per (.+)"));
        aggregates.put("time_to", Pattern.compile("time_to\\((.+), (.+)\\)"));
        return aggregates;
    }

    private static final Words RULES = new Words(Reader.DEFAULT);

    private final Words reader;

    Phrases(Words reader) {
        this.reader = reader;
    }

    /** The words of a key, with other phrases in their places. */
    Phrase say(String key, Phrase... in) {
        return new Phrase(say(RULES, key, in, Phrase::rule), say(reader, key, in, Phrase::reader));
    }

    private static String say(Words words, String key, Phrase[] in, Function<Phrase, String> side) {
        return words.say(key, Arrays.stream(in).map(side).toArray());
    }

    /** So many of something. */
    Phrase things(String key, long number) {
        String text = reader.numbers().exact(Measure.NUMBER, number);
        return new Phrase(RULES.say(key, number, Long.toString(number)), reader.say(key, number, text));
    }

    Phrase duration(Duration duration) {
        return new Phrase(Durations.format(duration), reader.duration(duration));
    }

    /** What somebody wrote: a number or a time in the reader's way, anything else as it is. */
    Phrase written(String text) {
        if (NUMBER.matcher(text).matches()) {
            return new Phrase(text, reader.numbers().exact(Measure.NUMBER, Double.parseDouble(text)));
        }
        try {
            return TIME.matcher(text).matches() ? duration(Durations.parse(text)) : Phrase.same(text);
        } catch (IllegalArgumentException e) {
            return Phrase.same(text);
        }
    }

    /** What people call a quantity. */
    Phrase name(Quantity of) {
        for (var aggregate : AGGREGATES.entrySet()) {
            Matcher matcher = aggregate.getValue().matcher(of.aggregate());
            if (!matcher.matches()) continue;
            Phrase[] in = new Phrase[matcher.groupCount()];
            for (int i = 0; i < in.length; i++) in[i] = written(matcher.group(i + 1));
            return say("measure." + aggregate.getKey(), in);
        }
        return Phrase.same(of.aggregate());
    }

    Phrase value(Quantity of, double value, double bound) {
        String text = reader.numbers().value(of.measure(), value, bound);
        return new Phrase(RuleNumbers.value(of, value), signed(of, value, text));
    }

    Phrase bound(Quantity of, double bound) {
        String text = reader.numbers().exact(of.measure(), bound);
        return new Phrase(RuleNumbers.bound(of, bound), signed(of, bound, text));
    }

    private static String signed(Quantity of, double value, String text) {
        return of.change() == Change.DIFFERENCE && value > 0 ? "+" + text : text;
    }
}
