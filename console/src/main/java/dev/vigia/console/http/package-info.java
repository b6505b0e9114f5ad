/** The console's HTTP API and its page. */
@NullMarked
package dev.vigia.console.http;

import org.jspecify.annotations.NullMarked;
