package dev.vigia.processors.backtest;

import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.backtest.Backtest.Request;
import dev.vigia.processors.backtest.Lane.Setting;
import dev.vigia.processors.backtest.Recorded.SignalLog;
import dev.vigia.processors.backtest.Result.FileChange;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.verify.Report;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.RuleFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** One backtest: all partitions of {@code signals}, merged by the time at which their records were appended. */
final class Run {

    private final Recorded recorded;
    private final Request request;
    private final List<Said> control;
    private final History rules;
    private final SelfCheck check;
    private final List<Lane> lanes = new ArrayList<>();

    /** @param folds makes what folds original records by rules, with the limits that were in force then */
    Run(Recorded recorded, Topics topics, Supplier<Refold> folds, Request request) {
        this.recorded = recorded;
        this.request = request;
        this.control = Said.once(recorded.control());
        this.rules = History.recorded(control);
        this.check = new SelfCheck(topics);
        History candidates =
                History.with(request.candidates(), control, request.range().from());
        Refolding refolding = new Refolding(
                recorded, Source.byTopic(topics), request.range(), rules, candidates, folds, check.frames());
        Setting setting = new Setting(topics, request.range(), rules, candidates, refolding, check);
        for (int partition = 0; partition < recorded.partitions(); partition++) {
            SignalLog log = recorded.signals(partition);
            lanes.add(new Lane(partition, log, setting));
        }
    }

    /**
     * Folds all of it.
     *
     * @param progress is given the time at which each signal was appended, before it is folded
     * @throws UserException when nothing is left of the time in question
     */
    Result fold(LongConsumer progress) {
        for (Optional<Lane> lane = earliest(); lane.isPresent(); lane = earliest()) {
            lane.get().nextAppended().ifPresent(progress);
            lane.get().foldNext();
        }
        long start = lanes.stream()
                .mapToLong(lane -> lane.start().orElse(Long.MIN_VALUE))
                .max()
                .orElse(Long.MIN_VALUE);
        requireSomething(start);
        Range told = new Range(
                Math.max(request.range().from(), start), request.range().to());
        List<Chronicle> really = check(told);
        Report report = check.report();
        Stories stories = new Stories(told.from());
        for (Lane lane : lanes) {
            stories.addReal(report.passed() ? lane.again() : really.get(lane.partition()));
            stories.addCandidate(lane.would());
        }
        return new Result(told, changes(), report, stories.diffs(), notes(start, told));
    }

    /** The partition whose next signal is the oldest. */
    private Optional<Lane> earliest() {
        Optional<Lane> earliest = Optional.empty();
        long oldest = Long.MAX_VALUE;
        for (Lane lane : lanes) {
            OptionalLong next = lane.nextAppended();
            if (next.isEmpty() || earliest.isPresent() && next.getAsLong() >= oldest) continue;
            oldest = next.getAsLong();
            earliest = Optional.of(lane);
        }
        return earliest;
    }

    private void requireSomething(long start) {
        boolean begun = lanes.stream().allMatch(Lane::hasBegun);
        if (begun && start < request.range().to() && lanes.stream().anyMatch(Lane::reachesRange)) return;
        throw new UserException("There is nothing to fold of the time from "
                + Instant.ofEpochMilli(request.range().from()) + " to "
                + Instant.ofEpochMilli(request.range().to())
                + ": aggregate did not run then, or what it read has expired"
                + (start == Long.MIN_VALUE ? "." : "; what is left begins at " + Instant.ofEpochMilli(start) + "."));
    }

    /** What {@code alerts} has of each partition, compared with what the rules of then give again. */
    private List<Chronicle> check(Range told) {
        List<Chronicle> all = new ArrayList<>();
        for (Lane lane : lanes) {
            Chronicle written = new Chronicle(request.range());
            recorded.alerts(lane.partition(), written::add);
            all.add(written);
            check.compare(lane, written, lane.foldStart(rules), told.from());
        }
        return all;
    }

    private List<FileChange> changes() {
        return request.candidates().stream()
                .map(file -> new FileChange(file.getName(), History.diff(inForce(file), file)))
                .toList();
    }

    private Optional<RuleFile> inForce(RuleFile candidate) {
        return History.inForce(control, candidate.getName(), request.range().from())
                .flatMap(Said::ruleFile);
    }

    private List<String> notes(long start, Range told) {
        List<String> notes = new ArrayList<>();
        if (start != Long.MIN_VALUE) {
            notes.add("The log is folded from " + Instant.ofEpochMilli(start)
                    + " on. Rules learn in windows that reach back before, and alerts that were open then begin anew.");
        }
        if (told.from() > request.range().from()) {
            notes.add("The time before is left out, back to "
                    + Instant.ofEpochMilli(request.range().from()) + ": the records that it needs have expired.");
        }
        for (RuleFile file : request.candidates()) {
            control.stream().filter(said -> isReplaced(said, file)).forEach(said -> notes.add(replaced(said, file)));
            notes.addAll(doubles(file));
        }
        return notes;
    }

    private boolean isReplaced(Said said, RuleFile candidate) {
        return request.range().holds(said.control().getAt())
                && said.ruleFile()
                        .filter(file -> file.getName().equals(candidate.getName()))
                        .isPresent();
    }

    private static String replaced(Said said, RuleFile candidate) {
        return candidate.getName() + " was changed at "
                + Instant.ofEpochMilli(said.control().getAt()) + " (version " + said.offset()
                + "); with the candidate it would not have been.";
    }

    /** Says which rules stand in another file, too. */
    private List<String> doubles(RuleFile candidate) {
        Map<String, RuleFile> others = new LinkedHashMap<>();
        for (Said said : control) {
            if (said.control().getAt() >= request.range().to()) break;
            said.ruleFile().ifPresent(file -> others.put(file.getName(), file));
        }
        request.candidates().forEach(file -> others.put(file.getName(), file));
        others.remove(candidate.getName());
        List<String> ids = ids(candidate);
        List<String> notes = new ArrayList<>();
        for (RuleFile other : others.values()) {
            for (String id : ids(other)) {
                if (!ids.contains(id)) continue;
                String counts =
                        candidate.getName().compareTo(other.getName()) < 0 ? candidate.getName() : other.getName();
                notes.add("The rule " + id + " of " + candidate.getName() + " is in " + other.getName()
                        + " as well; the one in " + counts + " counts.");
            }
        }
        return notes;
    }

    private static List<String> ids(RuleFile file) {
        if (file.getContent() == null) return List.of();
        try {
            return RuleSetParser.parse(file.getName(), file.getContent()).rules().stream()
                    .map(Rule::id)
                    .toList();
        } catch (UserException e) {
            return List.of(); // it was never in force
        }
    }
}
