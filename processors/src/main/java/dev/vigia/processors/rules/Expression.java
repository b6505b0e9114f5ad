package dev.vigia.processors.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Which parts of a rule have to hold, and which must not. Parts are numbered in the order of the file. Immutable. */
public sealed interface Expression {

    /** Whether it holds; asks only about the parts that decide. */
    boolean holds(IntPredicate part);

    /** Goes through the parts that it names, from left to right. */
    void forEach(boolean wanted, Use use);

    /** As people write it. */
    String text(IntFunction<String> names);

    /** How a part is named. */
    @FunctionalInterface
    interface Use {

        /** @param wanted whether the part has to hold, rather than not to hold */
        void part(int number, boolean wanted);
    }

    /** A part holds. */
    record Holds(int number) implements Expression {

        @Override
        public boolean holds(IntPredicate part) {
            return part.test(number);
        }

        @Override
        public void forEach(boolean wanted, Use use) {
            use.part(number, wanted);
        }

        @Override
        public String text(IntFunction<String> names) {
            return names.apply(number);
        }
    }

    /** The opposite. */
    record Not(Expression of) implements Expression {

        @Override
        public boolean holds(IntPredicate part) {
            return !of.holds(part);
        }

        @Override
        public void forEach(boolean wanted, Use use) {
            of.forEach(!wanted, use);
        }

        @Override
        public String text(IntFunction<String> names) {
            return "not " + (of instanceof All || of instanceof Any ? "(" + of.text(names) + ")" : of.text(names));
        }
    }

    /** Each of them, which are asked from left to right. */
    record All(List<Expression> each) implements Expression {

        public All {
            each = List.copyOf(each);
        }

        @Override
        public boolean holds(IntPredicate part) {
            return each.stream().allMatch(one -> one.holds(part));
        }

        @Override
        public void forEach(boolean wanted, Use use) {
            each.forEach(one -> one.forEach(wanted, use));
        }

        @Override
        public String text(IntFunction<String> names) {
            List<String> texts = new ArrayList<>();
            for (Expression one : each) texts.add(one instanceof Any ? "(" + one.text(names) + ")" : one.text(names));
            return String.join(" and ", texts);
        }
    }

    /** One of them at least. */
    record Any(List<Expression> some) implements Expression {

        public Any {
            some = List.copyOf(some);
        }

        @Override
        public boolean holds(IntPredicate part) {
            return some.stream().anyMatch(one -> one.holds(part));
        }

        @Override
        public void forEach(boolean wanted, Use use) {
            some.forEach(one -> one.forEach(wanted, use));
        }

        @Override
        public String text(IntFunction<String> names) {
            return String.join(" or ", some.stream().map(one -> one.text(names)).toList());
        }
    }

    /** The parts that it names. */
    default Set<Integer> named() {
        Set<Integer> named = new TreeSet<>();
        forEach(true, (number, wanted) -> named.add(number));
        return named;
    }
}
