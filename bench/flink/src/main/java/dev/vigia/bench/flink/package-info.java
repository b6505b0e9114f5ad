/**
 * The built-in series of requests as an Apache Flink job: {@link dev.vigia.bench.flink.FlinkMain} has the command. A module
 * of its own, because Flink's connector needs an older Kafka client.
 */
@NullMarked
package dev.vigia.bench.flink;

import org.jspecify.annotations.NullMarked;
