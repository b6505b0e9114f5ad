/** The console: an HTTP API and a web page that show what happens, from Kafka alone. */
@NullMarked
package dev.vigia.console;

import org.jspecify.annotations.NullMarked;
