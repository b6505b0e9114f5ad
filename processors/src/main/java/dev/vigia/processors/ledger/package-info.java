/** From what was counted and what was acknowledged to the balance of each partition. */
@NullMarked
package dev.vigia.processors.ledger;

import org.jspecify.annotations.NullMarked;
