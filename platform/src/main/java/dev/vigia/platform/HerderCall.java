package dev.vigia.platform;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.util.Callback;
import org.apache.kafka.connect.util.FutureCallback;

/** Waits for what Connect answers by a callback. */
final class HerderCall {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private HerderCall() {}

    /**
     * Makes the call and waits.
     *
     * @throws ConnectException with Connect's own reason, or because it took too long or was interrupted
     */
    static <T> void await(Consumer<Callback<T>> call) {
        FutureCallback<T> answer = new FutureCallback<>();
        call.accept(answer);
        try {
            answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof ConnectException known ? known : new ConnectException(cause);
        } catch (TimeoutException e) {
            throw new ConnectException("Connect did not answer in " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while waiting for Connect", e);
        }
    }
}
