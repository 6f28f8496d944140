/**
 * The one way out of this server to places that a caller names: webhooks and recordings by URL. Every name is resolved
 * here, every address judged, and the connection made to the judged address, so that no answer of a name server after
 * the check can lead it elsewhere.
 *
 * <p>Uses Vert.x core for connections; the rules themselves ({@link dev.sotto.outbound.OutboundUrl},
 * {@link dev.sotto.outbound.AddressRules}, {@link dev.sotto.outbound.OutboundPolicy}) are plain Java. Blocks no event loop.
 */
@NullMarked
package dev.sotto.outbound;

import org.jspecify.annotations.NullMarked;
