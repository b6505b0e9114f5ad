package dev.vigia.processors.backtest;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleDiff;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.verify.RuleHistory;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules as they came into force one after the other: as {@code control} has it, or with other files in place of those of
 * the same name. A file that stands in is in force from before the first record on, so that its windows are full when the
 * range begins, and so it stays whatever {@code control} says of its name. Immutable.
 */
final class History {

    /** Where rules are said that are in force from the first record on. Offsets in {@code control} begin at 0. */
    static final long BEGINNING = -1;

    /** By name of the file. */
    private final Map<String, StandIn> standIns;

    private final List<Said> files = new ArrayList<>();
    private final RuleHistory rules = new RuleHistory();

    /**
     * What stands in for a file.
     *
     * @param keptTo offset in {@code control} up to which the file's own versions stay; {@link #BEGINNING} for none
     */
    private record StandIn(RuleFile file, long keptTo) {}

    private History(List<Said> control, Map<String, StandIn> standIns) {
        this.standIns = standIns;
        standIns.values().stream()
                .filter(standIn -> standIn.keptTo() == BEGINNING)
                .forEach(standIn -> files.add(new Said(BEGINNING, said(standIn.file()))));
        for (Said said : control) {
            if (said.ruleFile().isPresent()) files.add(new Said(said.offset(), inPlaceOf(said)));
        }
        files.forEach(said -> rules.take(said.offset(), said.control()));
    }

    /** As it was. */
    static History recorded(List<Said> control) {
        return new History(control, Map.of());
    }

    /**
     * With files of one's own. One that says what was in force when the range begins keeps the past that it has.
     *
     * @param from begin of the range: milliseconds since 1970-01-01 UTC
     */
    static History with(Collection<RuleFile> candidates, List<Said> control, long from) {
        Map<String, StandIn> standIns = new TreeMap<>();
        for (RuleFile candidate : candidates) {
            long keptTo = inForce(control, candidate.getName(), from)
                    .filter(version -> diff(version.ruleFile(), candidate).isEmpty())
                    .map(Said::offset)
                    .orElse(BEGINNING);
            standIns.put(candidate.getName(), new StandIn(candidate, keptTo));
        }
        return new History(control, standIns);
    }

    /** The version of a file that was in force at a time (milliseconds since 1970-01-01 UTC); it may be that it is gone. */
    static Optional<Said> inForce(List<Said> control, String name, long at) {
        return control.stream()
                .filter(said -> said.control().getAt() < at)
                .filter(said -> said.ruleFile()
                        .filter(file -> file.getName().equals(name) && isSound(file))
                        .isPresent())
                .reduce((earlier, later) -> later);
    }

    /** What a file changes against another version of it. */
    static RuleDiff diff(Optional<RuleFile> before, RuleFile after) {
        Optional<String> old = before.flatMap(file -> Optional.ofNullable(file.getContent()));
        return RuleDiff.between(after.getName(), old, Optional.ofNullable(after.getContent()));
    }

    private static boolean isSound(RuleFile file) {
        if (file.getContent() == null) return true;
        try {
            RuleSetParser.parse(file.getName(), file.getContent());
            return true;
        } catch (UserException e) {
            return false;
        }
    }

    private static Control said(RuleFile file) {
        return Control.newBuilder()
                .setId("backtest:" + file.getName())
                .setAt(0)
                .setActor("backtest")
                .setBody(file)
                .build();
    }

    /** What is said in place of a record of {@code control}. */
    Control inPlaceOf(Said said) {
        Optional<StandIn> standIn = said.ruleFile().flatMap(file -> Optional.ofNullable(standIns.get(file.getName())));
        if (standIn.isEmpty() || said.offset() <= standIn.get().keptTo()) return said.control();
        return Control.newBuilder(said.control()).setBody(standIn.get().file()).build();
    }

    /**
     * The rule files that were said between two offsets of {@code control}, in order.
     *
     * @param after exclusive
     * @param upTo inclusive
     */
    List<Said> between(long after, long upTo) {
        return files.stream()
                .filter(said -> said.offset() > after && said.offset() <= upTo)
                .toList();
    }

    /** The rules in force at an offset of {@code control}. */
    List<Rule> rules(long offset) {
        return rules.at(offset);
    }
}
