package dev.vigia.console.views;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchDecision;
import java.util.List;
import java.util.Optional;

/**
 * Who was told of an episode, who was not, and why.
 *
 * @param receivers where each of them stands: first those who know of it
 * @param decisions the newest first
 * @param missing why there may be more than this, in words; empty when it is all
 */
public record Told(List<Standing> receivers, List<Outcome> decisions, Optional<String> missing) {

    /**
     * A decision.
     *
     * @param delivery the last that was said of the attempt that it is about; of what a storm holds back, of its summary
     * @param past of what is held back or waits, whether that is over: something newer was decided, its time is past, or the alert is
     *     over
     */
    public record Outcome(DispatchDecision decision, Optional<Delivery> delivery, boolean past) {}

    /**
     * Where a receiver stands.
     *
     * @param receiver its name; empty for all of a route
     * @param route only where there is no receiver; empty for all of them
     * @param told what has arrived last; empty while it knows nothing of the episode
     * @param newest what was decided last
     */
    public record Standing(String receiver, String route, Optional<Outcome> told, Outcome newest) {

        public boolean knows() {
            return told.isPresent();
        }
    }

    Told missing(String words) {
        return new Told(receivers, decisions, Optional.of(words));
    }
}
