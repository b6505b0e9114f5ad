/**
 * Events over HTTP: {@link dev.vigia.ingest.gateway.Gateway} checks a whole request, writes it to Kafka, and answers once
 * every record is on all replicas.
 */
@NullMarked
package dev.vigia.ingest.gateway;

import org.jspecify.annotations.NullMarked;
