/** The topologies, one package each, from foreign records to notifications. */
@NullMarked
package dev.vigia.processors;

import org.jspecify.annotations.NullMarked;
