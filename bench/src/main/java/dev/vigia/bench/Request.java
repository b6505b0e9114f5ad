package dev.vigia.bench;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What peers count of a record.
 *
 * @param series {@link #series(String, String)}
 * @param status of the answer
 * @param seconds how long it took
 * @param weight how often it happened
 * @param millis event time in milliseconds since 1970-01-01 UTC; not written, since the time stamp goes beside the value
 */
public record Request(String series, int status, double seconds, long weight, long millis) {

    private static final char SEPARATOR = '\0';

    /** Service and route in one; the route of a service's total is empty. */
    public static String series(String service, String route) {
        return service + SEPARATOR + route;
    }

    /** The series of a service's total. */
    public static String total(String series) {
        return series(service(series), "");
    }

    static String service(String series) {
        return series.substring(0, series.indexOf(SEPARATOR));
    }

    static String route(String series) {
        return series.substring(series.indexOf(SEPARATOR) + 1);
    }

    /** For {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeUTF(series);
        out.writeInt(status);
        out.writeDouble(seconds);
        out.writeLong(weight);
    }

    /** What {@link #write} wrote. */
    public static Request read(DataInput in) throws IOException {
        return new Request(in.readUTF(), in.readInt(), in.readDouble(), in.readLong(), 0);
    }
}
