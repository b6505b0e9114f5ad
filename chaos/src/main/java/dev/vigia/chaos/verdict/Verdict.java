package dev.vigia.chaos.verdict;

import dev.vigia.chaos.cluster.Cluster;
import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.load.Claim;
import dev.vigia.chaos.load.Incident;
import dev.vigia.chaos.load.Load;
import dev.vigia.chaos.load.Operators;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what the load was told with what is there, once nothing is on its way any more. */
public final class Verdict {

    /**
     * After a kill a part may be degraded for a while. Sinks commit every ten seconds and {@code watch} looks as often: a delay
     * is over, and seen to be, within this time, and what is amiss for longer does not pass by itself.
     */
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Observer observer;
    private final Poison poison;
    private final Receivers receivers;
    private final Operators operators;
    private final SearchReader search;
    private final List<Claim> claims;
    private final List<Incident> incidents;
    private final boolean onlyKills;

    /**
     * A verdict on what is there.
     *
     * @param load which has ended
     * @param onlyKills whether nothing went wrong but that processes were killed
     */
    public Verdict(Cluster cluster, Load load, Witnesses witnesses, boolean onlyKills) {
        this.cluster = cluster;
        this.observer = witnesses.observer();
        this.poison = witnesses.poison();
        this.receivers = witnesses.receivers();
        this.operators = witnesses.operators();
        this.onlyKills = onlyKills;
        this.search = new SearchReader(cluster.elasticsearch());
        this.claims = load.claims();
        this.incidents = load.incidents();
    }

    /** Who has seen what happened. */
    public record Witnesses(Observer observer, Poison poison, Receivers receivers, Operators operators) {}

    /** All checks, in the order of the data flow. */
    public List<Check> reach() throws InterruptedException {
        List<Check> checks = new ArrayList<>(observer.look(this::ofTopics));
        checks.add(observer.look(evidence -> DocumentCheck.check(claims, evidence, search::arrivals)));
        checks.add(observer.look(evidence -> RollupCheck.ofElasticsearch(evidence, search::rollups)));
        checks.addAll(observer.look(this::ofReceivers));
        checks.add(RefoldCheck.check(cluster));
        checks.add(Polling.within(RECOVERY, () -> HealthCheck.check(cluster), Check::passed));
        checks.add(observer.look(evidence -> LedgerCheck.check(evidence, ledger())));
        return checks;
    }

    private URI ledger() {
        return cluster.url(cluster.running(Kind.CONSOLE).get(0)).resolve("/api/ledger");
    }

    private List<Check> ofReceivers(Evidence evidence) {
        return receivers.checks(incidents, evidence.tellings(), crashes());
    }

    /** How often somebody was killed who tells, or whom they need for it; what else may go wrong has no number. */
    private Optional<Integer> crashes() {
        return onlyKills ? Optional.of(cluster.kills(Kind.CONNECT) + cluster.kills(Kind.BROKER)) : Optional.empty();
    }

    private List<Check> ofTopics(Evidence evidence) {
        return List.of(
                DeliveryCheck.check(claims, evidence),
                DeadLetterCheck.check(poison.doses(), evidence),
                RollupCheck.ofTopic(evidence),
                AlertCheck.check(incidents, evidence),
                CommandCheck.check(operators.outcomes(), evidence),
                UntoldCheck.check(evidence));
    }

    /** Waits until nothing is missing any more, but no longer than that. */
    public void settle(Duration patience) throws InterruptedException {
        Polling.within(patience, this::hasSettled, settled -> settled);
    }

    private boolean hasSettled() {
        try {
            return observer.look(this::ofTopics).stream().allMatch(Check::passed)
                    && observer.look(this::ofReceivers).stream().allMatch(Check::passed)
                    && observer.look(evidence ->
                            DocumentCheck.mayPass(claims, evidence, signal -> search.count(signal.dataStream())))
                    && observer.look(evidence -> RollupCheck.ofElasticsearch(evidence, search::rollups))
                            .passed()
                    && HealthCheck.check(cluster).passed()
                    && observer.look(evidence -> LedgerCheck.check(evidence, ledger()))
                            .passed();
        } catch (UncheckedIOException e) {
            // Elasticsearch is not back yet.
            return false;
        }
    }
}
