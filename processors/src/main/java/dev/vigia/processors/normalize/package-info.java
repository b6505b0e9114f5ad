/** Foreign records become canonical ones: {@code logs.raw} and {@code metrics.raw} to {@code logs} and {@code metrics}. */
@NullMarked
package dev.vigia.processors.normalize;

import org.jspecify.annotations.NullMarked;
