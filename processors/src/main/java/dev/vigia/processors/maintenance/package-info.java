/** The file of maintenance windows. */
@NullMarked
package dev.vigia.processors.maintenance;

import org.jspecify.annotations.NullMarked;
