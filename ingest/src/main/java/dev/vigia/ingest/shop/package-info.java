/** A simulated web shop whose check-out breaks now and then: something to watch before there is anything real. */
@NullMarked
package dev.vigia.ingest.shop;

import org.jspecify.annotations.NullMarked;
