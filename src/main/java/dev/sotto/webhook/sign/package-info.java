/**
 * Proof that a webhook comes from this server: signing secrets and the closed list of signature forms. Pure functions on any
 * thread; imports the JDK only.
 */
@NullMarked
package dev.sotto.webhook.sign;

import org.jspecify.annotations.NullMarked;
