/**
 * The JSON forms of telemetry: flat, forgiving about names, strict about types. {@link dev.vigia.schemas.json.LogJson} and
 * {@link dev.vigia.schemas.json.MetricJson} say which names are known; any other name becomes an attribute.
 */
@NullMarked
package dev.vigia.schemas.json;

import org.jspecify.annotations.NullMarked;
