package dev.vigia.processors.routing;

import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.silences.Matchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which values a label may have: some that are known, or all of which some facts are true. Immutable. */
sealed interface Values {

    /** Of a regular expression, what is no alternative between plain texts. */
    String SPECIAL = ".*[.+*?()\\[\\]{}\\\\^$].*";

    /** Whether nothing can be that. */
    boolean isEmpty();

    /** Those of them for which a matcher of the label holds, or does not. */
    Values where(Matcher matcher, boolean holds);

    /** For people: what is known of the label, as matchers; none where it may be anything. */
    List<String> written(String name);

    static Values any() {
        return new Any(List.of());
    }

    static Values of(Set<String> values) {
        return new Known(values);
    }

    /** One of these. */
    record Known(Set<String> values) implements Values {

        public Known {
            values = Set.copyOf(values);
        }

        @Override
        public boolean isEmpty() {
            return values.isEmpty();
        }

        @Override
        public Values where(Matcher matcher, boolean holds) {
            return new Known(values.stream()
                    .filter(value -> Fact.test(matcher, value) == holds)
                    .collect(Collectors.toSet()));
        }

        @Override
        public List<String> written(String name) {
            return values.size() == 1
                    ? List.of(name + "=\"" + values.iterator().next() + '"')
                    : List.of(name + "=~\"" + String.join("|", new TreeSet<>(values)) + '"');
        }
    }

    /** Something that is true of a value: that a matcher holds, or does not. */
    record Fact(Matcher matcher, boolean holds) {

        boolean of(String value) {
            return test(matcher, value) == holds;
        }

        static boolean test(Matcher matcher, String value) {
            return Matchers.of(List.of(matcher)).match(Map.of(matcher.getName(), value));
        }

        /** With its negation taken out of the operator. */
        Fact plain() {
            return switch (matcher.getType()) {
                case NOT_EQUAL -> new Fact(new Matcher(matcher.getName(), MatchType.EQUAL, matcher.getValue()), !holds);
                case NOT_REGEXP ->
                    new Fact(new Matcher(matcher.getName(), MatchType.REGEXP, matcher.getValue()), !holds);
                default -> this;
            };
        }

        /** The only values of which it is true, where these can be counted. */
        Optional<Set<String>> values() {
            String value = matcher.getValue();
            if (matcher.getType() == MatchType.EQUAL) return holds ? Optional.of(Set.of(value)) : Optional.empty();
            if (!holds) {
                if (value.equals(".*")) return Optional.of(Set.of());
                return value.equals(".+") ? Optional.of(Set.of("")) : Optional.empty();
            }
            return value.matches(SPECIAL) ? Optional.empty() : Optional.of(Set.of(value.split("\\|", -1)));
        }

        String written() {
            if (holds) return Matchers.text(matcher);
            MatchType not = matcher.getType() == MatchType.EQUAL ? MatchType.NOT_EQUAL : MatchType.NOT_REGEXP;
            return Matchers.text(new Matcher(matcher.getName(), not, matcher.getValue()));
        }
    }

    /** Anything of which the facts are true. Two regular expressions that exclude each other are not seen to. */
    record Any(List<Fact> facts) implements Values {

        public Any {
            facts = List.copyOf(facts);
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public Values where(Matcher matcher, boolean holds) {
            Fact fact = new Fact(matcher, holds).plain();
            Optional<Set<String>> only = fact.values();
            if (only.isPresent()) {
                return new Known(only.get().stream()
                        .filter(value -> facts.stream().allMatch(one -> one.of(value)))
                        .collect(Collectors.toSet()));
            }
            if (facts.contains(fact)) return this;
            if (facts.contains(new Fact(fact.matcher(), !fact.holds()))) return new Known(Set.of());
            List<Fact> more = new ArrayList<>(facts);
            more.add(fact);
            return new Any(more);
        }

        @Override
        public List<String> written(String name) {
            return facts.stream().map(Fact::written).toList();
        }
    }
}
