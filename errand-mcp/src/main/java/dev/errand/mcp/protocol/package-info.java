/**
 * The Model Context Protocol, in both eras: begin with {@code McpServer}, which takes one message
 * and answers it, whatever brought it. {@code Modern} is revision 2026-07-28, where each request
 * says all there is to know; {@code Legacy} is 2025-11-25 and before, with a handshake. Transports
 * (HTTP, the bridge behind {@code errand mcp}) call it; it knows none of them.
 */
@NullMarked
package dev.errand.mcp.protocol;

import org.jspecify.annotations.NullMarked;
