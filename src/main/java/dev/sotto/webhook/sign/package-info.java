/**
 * Proof that a webhook comes from this server: signing secrets, the closed list of signature forms, and the check that a
 * receiver makes. Pure functions on any thread; imports the JDK only.
 */
@NullMarked
package dev.sotto.webhook.sign;

import org.jspecify.annotations.NullMarked;
