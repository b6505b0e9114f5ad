package dev.vigia.processors.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.util.List;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PassingFaultTest {

    static List<RuntimeException> passing() {
        return List.of(
                new TimeoutException("no answer"),
                // A broker stood still for longer than the transaction may last, and it was aborted.
                new InvalidTxnStateException("aborted meanwhile"),
                new ProducerFencedException("somebody else has it"),
                new RegistryUnavailableException("down"),
                new InvalidStateStoreException("Store ids-of-logs.1795651200000 is currently closed"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void is_whatABrokerOrTheRegistrySays_orAClosedStore_passes(RuntimeException fault) {
        assertThat(PassingFault.is(fault)).isTrue();
        assertThat(PassingFault.is(new StreamsException("commit", fault))).isTrue();
    }

    static List<RuntimeException> lasting() {
        return List.of(
                new IllegalStateException("a bug"),
                new SerializationException("not Avro"),
                new RecordTooLargeException("12 MB"),
                new TopicAuthorizationException("logs"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void is_whatItWillSayAgain_doesNotPass(RuntimeException fault) {
        assertThat(PassingFault.is(fault)).isFalse();
        assertThat(PassingFault.is(new StreamsException("commit", fault))).isFalse();
    }

    @Test
    void is_somethingThatLastsBehindSomethingThatPasses_doesNotPass() {
        TimeoutException timeout = new TimeoutException("no answer", new TopicAuthorizationException("logs"));

        assertThat(PassingFault.is(timeout)).isFalse();
    }
}
