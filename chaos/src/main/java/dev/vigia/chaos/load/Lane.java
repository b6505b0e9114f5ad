package dev.vigia.chaos.load;

import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/** One sender of records at a steady rate, and its journal. What it sends is made at the moment it is sent. */
public abstract class Lane implements AutoCloseable {

    private static final long STEP_MILLIS = 20;
    /** A lane that was held up does not send at once all that it could have sent. */
    private static final double LONGEST_STEP_SECONDS = 0.5;

    private final Plan plan;
    private final Journal journal = new Journal();
    private final Thread thread;
    private volatile double rate;
    private volatile boolean stopping;

    /** Makes a record of the load. */
    interface Maker {
        SpecificRecord make(RecordId id, long millis);
    }

    /**
     * Who a lane is, and what has to become of its records.
     *
     * @param number names the lane in the ids of its records, from 0
     * @param signal what kind of records they are
     * @param fate what has to become of those that are written
     * @param maker makes them
     */
    record Plan(String name, int number, Signal signal, Claim.Fate fate, Maker maker) {}

    /** @param rate records a second; may be 0 until it is changed */
    Lane(Plan plan, double rate) {
        this.plan = plan;
        this.rate = rate;
        this.thread = new Thread(this::run, "lane-" + plan.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Claim.Fate fate() {
        return plan.fate();
    }

    final Journal journal() {
        return journal;
    }

    Claim claim() {
        return journal.claim(plan);
    }

    /** Records a second from now on. */
    public void rate(double perSecond) {
        rate = perSecond;
    }

    final RecordId nextId() {
        return new RecordId(plan.number(), journal.next());
    }

    final SpecificRecord make(RecordId id) {
        return plan.maker().make(id, System.currentTimeMillis());
    }

    /** Sends so many records; may wait when too many are under way. */
    abstract void send(int records) throws InterruptedException;

    private void run() {
        double due = 0;
        long last = System.nanoTime();
        try {
            while (!stopping) {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
                long now = System.nanoTime();
                due += rate * Math.min(LONGEST_STEP_SECONDS, (now - last) / 1e9);
                last = now;
                if (due >= 1) send((int) due);
                due -= (int) due;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends nothing more. */
    void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it is told what became of everything, or nobody will tell it. */
    @Override
    public abstract void close();
}
