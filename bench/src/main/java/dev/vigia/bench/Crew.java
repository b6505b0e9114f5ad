package dev.vigia.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Threads that make load until a deadline. */
final class Crew {

    /** One thread's work. */
    interface Member {

        /**
         * Works until the deadline and says how much it did.
         *
         * @param deadline in {@link System#nanoTime}
         */
        long work(int number, long deadline) throws Exception;
    }

    private Crew() {}

    /** Lets some threads work for some seconds; gives their speed until the last was done. */
    static Speed speed(int threads, int seconds, Member member) throws InterruptedException, ExecutionException {
        Speed.Instant begun = Speed.Instant.now();
        long deadline = begun.nanos() + seconds * 1_000_000_000L;
        List<FutureTask<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            FutureTask<Long> task = new FutureTask<>(() -> member.work(number, deadline));
            tasks.add(task);
            new Thread(task, "bench-" + i).start();
        }
        long done = 0;
        for (FutureTask<Long> task : tasks) done += task.get();
        return begun.since(done);
    }
}
