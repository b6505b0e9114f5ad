/** What rules make of records, in simulated time and without Kafka: the folds of aggregate and evaluate, and tests of rules. */
@NullMarked
package dev.vigia.processors.simulate;

import org.jspecify.annotations.NullMarked;
