package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.sinks.notify.text.Quantity.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An alert's sentence with the numbers, in the reader's words: made from the fields of the record. Some of what the rule's own
 * sentence says is in none of them, as whether there was anything at all, or of which of several conditions it speaks. So what it
 * may say is said twice, in the rule's words and in the reader's, and what counts is whether the former are the rule's sentence,
 * letter by letter. Where none of it is, the sentence stays as it is.
 */
final class Sentence {

    private static final Pattern WATCHED = Pattern.compile("(.*); watched for (\\w+)", Pattern.DOTALL);
    private static final Pattern FLAPPING = Pattern.compile("(.*); flapping: (\\d+) changes in (\\w+)", Pattern.DOTALL);
    private static final Pattern DAY = Pattern.compile(" on this day in ([\\w/+-]+)");
    private static final Pattern OBJECTIVE = Pattern.compile(", objective ([\\d.]+) %\\)");
    private static final Pattern SEQUENCE = Pattern.compile("(.+), within (\\w+)");
    private static final List<String> KINDS = List.of("records", "spans");

    private final Phrases phrases;
    private final Alert alert;

    private Sentence(Words words, Alert alert) {
        this.phrases = new Phrases(words);
        this.alert = alert;
    }

    /** An alert from outside says what its sender does. */
    static String of(Words words, Alert alert) {
        String summary = alert.getSummary();
        if (words.reader().language() == Language.EN || alert.getRuleVersion() < 0) return summary;
        int subject = subject(alert);
        if (subject > summary.length()) return summary;
        return new Sentence(words, alert)
                .whole(summary.substring(subject))
                .map(whole -> summary.substring(0, subject) + whole.reader())
                .orElse(summary);
    }

    /** How long the group's values are that come first: in the order of the rule, which the record does not have. */
    private static int subject(Alert alert) {
        return alert.getGroup().values().stream()
                .mapToInt(value -> value.length() + ", ".length())
                .sum();
    }

    /** @param told the rule's sentence without the group */
    private Optional<Phrase> whole(String told) {
        Matcher watched = WATCHED.matcher(told);
        if (!watched.matches()) return flapping(told);
        Phrase length = phrases.written(watched.group(2));
        return flapping(watched.group(1)).map(before -> phrases.say("sentence.watched", before, length));
    }

    private Optional<Phrase> flapping(String told) {
        Matcher flapping = FLAPPING.matcher(told);
        if (!flapping.matches()) return judged(told);
        Phrase changes = phrases.written(flapping.group(2));
        Phrase span = phrases.written(flapping.group(3));
        return judged(flapping.group(1)).map(before -> phrases.say("sentence.flapping", before, changes, span));
    }

    private Optional<Phrase> judged(String told) {
        Stream<Phrase> all = alert.getParts().isEmpty()
                ? readings(Reading.of(alert), told)
                : Stream.of(objective(told), sequence(told), conditions(told)).flatMap(phrase -> phrase);
        return all.filter(phrase -> phrase.rule().equals(told)).findFirst();
    }

    /** What may be said of a condition without parts. */
    private Stream<Phrase> readings(Reading reading, String told) {
        Optional<Phrase> day = DAY.matcher(told)
                .results()
                .map(found -> phrases.say("sentence.day", Phrase.same(found.group(1))))
                .findFirst();
        return KINDS.stream().flatMap(kind -> readings(reading, kind, day));
    }

    private Stream<Phrase> readings(Reading reading, String kind, Optional<Phrase> day) {
        Quantity quantity = Quantity.of(reading.condition());
        Phrase length = phrases.duration(reading.window());
        Phrase things = phrases.things("sentence." + kind, reading.samples());
        List<Phrase> all = new ArrayList<>();
        all.add(phrases.say("sentence.no_" + kind, day.orElseGet(() -> phrases.say("sentence.for", length))));
        String memory = quantity.aggregate().replaceFirst("^new in ", "");
        if (!memory.equals(quantity.aggregate())) {
            all.add(phrases.say("sentence.new", phrases.written(memory), things));
            return all.stream();
        }
        Phrase bound = phrases.bound(quantity, reading.threshold());
        all.add(phrases.say("sentence.nothing", phrases.say("sentence.over", length), bound));
        Phrase over = over(quantity, length, day);
        Phrase samples = quantity.isOfDifferentValues() ? phrases.things("sentence.values", reading.samples()) : things;
        all.add(
                quantity.isCount()
                        ? phrases.say("sentence.count", things, over, bound)
                        : phrases.say(
                                "sentence.value",
                                phrases.name(quantity),
                                phrases.value(quantity, reading.value(), reading.threshold()),
                                over,
                                bound,
                                samples));
        if (quantity.change() != Change.NONE) {
            Quantity now = Quantity.of(quantity.aggregate() + " > 0");
            all.add(phrases.say(
                    "sentence.out_of_nothing",
                    phrases.name(now),
                    phrases.value(now, reading.value(), reading.threshold()),
                    length,
                    bound,
                    samples));
        }
        return all.stream();
    }

    /** Where the value was found, or what it is compared with. */
    private Phrase over(Quantity quantity, Phrase length, Optional<Phrase> day) {
        if (quantity.change() == Change.RATIO) return phrases.say("sentence.times", length);
        if (quantity.change() == Change.DIFFERENCE) return phrases.say("sentence.against", length);
        if (quantity.isTimeTo()) return phrases.say("sentence.trend", length);
        return day.orElseGet(() -> phrases.say("sentence.over", length));
    }

    /** Of an objective: how fast its budget is spent in windows with the same bound, the longest first. */
    private Stream<Phrase> objective(String told) {
        Matcher objective = OBJECTIVE.matcher(told);
        if (!objective.find()) return Stream.empty();
        Phrase promised = phrases.written(objective.group(1));
        return alert.getParts().stream()
                .map(AlertPart::getThreshold)
                .distinct()
                .flatMap(bound -> objective(told, promised, bound));
    }

    private Stream<Phrase> objective(String told, Phrase promised, double bound) {
        List<AlertPart> bounded = alert.getParts().stream()
                .filter(part -> part.getThreshold() == bound)
                .toList();
        List<AlertPart> named = inOrder(told, bounded, this::rate);
        if (named.isEmpty()) return Stream.empty();
        Phrase rates = named.stream()
                .map(this::rate)
                .reduce((one, next) -> phrases.say("sentence.rates", one, next))
                .orElseThrow();
        Phrase limit = phrases.bound(Quantity.of(named.get(0).getCondition()), bound);
        long most = named.stream().mapToLong(AlertPart::getSamples).max().orElseThrow();
        return KINDS.stream()
                .map(kind -> phrases.say(
                        "sentence.objective", rates, limit, promised, phrases.things("sentence." + kind, most)));
    }

    private Phrase rate(AlertPart part) {
        Reading reading = Reading.of(part);
        Quantity quantity = Quantity.of(reading.condition());
        return phrases.say(
                "sentence.rate",
                phrases.value(quantity, reading.value(), reading.threshold()),
                phrases.duration(reading.window()));
    }

    /** Of conditions one after another, all of them. */
    private Stream<Phrase> sequence(String told) {
        Matcher condition = SEQUENCE.matcher(alert.getCondition());
        if (!condition.matches()) return Stream.empty();
        Phrase within = phrases.written(condition.group(2));
        List<AlertPart> parts = alert.getParts();
        boolean lastIsMissing = condition.group(1).contains(", then not ");
        List<Phrase> steps = new ArrayList<>();
        for (AlertPart part : lastIsMissing ? parts.subList(0, parts.size() - 1) : parts) {
            part(part, told).ifPresent(steps::add);
        }
        if (lastIsMissing) {
            Phrase name = Phrase.same(parts.get(parts.size() - 1).getName());
            steps.add(phrases.say("sentence.missing", name, within));
        }
        if (steps.size() < parts.size()) return Stream.empty();
        Phrase all = steps.stream()
                .reduce((one, next) -> phrases.say("sentence.then", one, next))
                .orElseThrow();
        return Stream.of(lastIsMissing ? all : phrases.say("sentence.within", all, within));
    }

    /** Of conditions side by side, those that it speaks of. */
    private Stream<Phrase> conditions(String told) {
        List<Phrase> named = alert.getParts().stream()
                .flatMap(part -> part(part, told).stream())
                .toList();
        return Stream.of(Phrase.join("; ", inOrder(told, named, Function.identity())));
    }

    /** Those that it speaks of, in its order. */
    private static <T> List<T> inOrder(String told, List<T> all, Function<T, Phrase> said) {
        return all.stream()
                .filter(one -> told.contains(said.apply(one).rule()))
                .sorted(Comparator.comparingInt(
                        one -> told.indexOf(said.apply(one).rule())))
                .toList();
    }

    /** What is said of a part; empty where nothing is. */
    private Optional<Phrase> part(AlertPart part, String told) {
        String key = part.getHolds() ? "sentence.part" : "sentence.part_not";
        return readings(Reading.of(part), told)
                .map(reading -> phrases.say(key, Phrase.same(part.getName()), reading))
                .filter(phrase -> told.contains(phrase.rule()))
                .findFirst();
    }
}
