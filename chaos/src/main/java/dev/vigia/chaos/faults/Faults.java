package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All faults there are. */
public final class Faults {

    private Faults() {}

    /** Each of them once. */
    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        for (Kind kind : Kind.values()) all.add(Kill.of(kind));
        for (Kind kind : Kind.values()) all.add(new RollingRestart(kind));
        all.addAll(BrokerFaults.all());
        all.addAll(SearchFaults.all());
        all.addAll(PartFaults.all());
        all.addAll(DataFaults.all());
        return all;
    }

    /** A process of any kind is killed. */
    public static Fault kill() {
        return Kill.ANY;
    }

    /** A process of some kinds is killed at whatever moment, also while it starts. */
    public static Fault killAnytime(List<Kind> kinds) {
        return new KillAnytime(kinds);
    }

    /** Whether a fault is that a process is killed, and nothing else. */
    public static boolean isKill(Fault fault) {
        return fault instanceof Kill || fault instanceof KillAnytime;
    }

    /** The fault of a name. */
    public static Optional<Fault> named(String name) {
        return Stream.concat(Stream.of(kill()), all().stream())
                .filter(fault -> fault.name().equals(name))
                .findFirst();
    }

    public static List<String> names() {
        return all().stream().map(Fault::name).toList();
    }
}
