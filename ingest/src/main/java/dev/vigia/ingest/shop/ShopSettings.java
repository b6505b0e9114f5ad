package dev.vigia.ingest.shop;

import dev.vigia.runtime.UserException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the shop does.
 *
 * @param url address of the gateway
 * @param rate finished requests a second on average, over all services
 * @param seed the same seed gives the same traffic and the same incidents
 * @param firstIncidentAfter from the start to the first incident
 * @param incidentLength how long one lasts
 * @param shortestPause from the end of an incident to the next one, at least
 * @param longestPause and at most
 */
public record ShopSettings(
        String url,
        double rate,
        long seed,
        Duration firstIncidentAfter,
        Duration incidentLength,
        Duration shortestPause,
        Duration longestPause) {

    private static final double MOST = 5_000;

    public ShopSettings(
            @Nullable String url,
            double rate,
            long seed,
            @Nullable Duration firstIncidentAfter,
            @Nullable Duration incidentLength,
            @Nullable Duration shortestPause,
            @Nullable Duration longestPause) {
        this.url = url == null ? "http://127.0.0.1:4318" : url;
        this.rate = rate == 0 ? 60 : rate;
        this.seed = seed;
        this.firstIncidentAfter = firstIncidentAfter == null ? Duration.ofMinutes(1) : firstIncidentAfter;
        this.incidentLength = incidentLength == null ? Duration.ofMinutes(2) : incidentLength;
        this.shortestPause = shortestPause == null ? Duration.ofMinutes(5) : shortestPause;
        this.longestPause = longestPause == null ? Duration.ofMinutes(9) : longestPause;
        if (!(this.rate > 0 && this.rate <= MOST)) {
            throw new UserException(
                    "shop.rate is " + rate + "; it is above 0 and at most " + MOST + " requests a second");
        }
        if (this.firstIncidentAfter.isNegative() || this.incidentLength.isNegative()) {
            throw new UserException("shop: first_incident_after and incident_length are not negative");
        }
        if (this.shortestPause.toSeconds() < 1 || this.longestPause.compareTo(this.shortestPause) < 0) {
            throw new UserException("shop: shortest_pause is 1s or more, and at most longest_pause");
        }
    }

    /** Everything at its default. */
    public static ShopSettings of(String url, long seed) {
        return new ShopSettings(url, 0, seed, null, null, null, null);
    }
}
