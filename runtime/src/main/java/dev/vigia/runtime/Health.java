package dev.vigia.runtime;

/**
 * How a part is, as data.
 *
 * @param status whether it does its work
 * @param detail one line for a person; empty when there is nothing to say
 */
public record Health(Status status, String detail) {

    /** three values. */
    public enum Status {
        HEALTHY,
        /** It works, but slower, later or with less than it should. */
        DEGRADED,
        UNHEALTHY;

        /** The word that the HTTP API uses, for instance {@code healthy}. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static Health healthy() {
        return new Health(Status.HEALTHY, "");
    }

    public static Health degraded(String detail) {
        return new Health(Status.DEGRADED, detail);
    }

    public static Health unhealthy(String detail) {
        return new Health(Status.UNHEALTHY, detail);
    }
}
