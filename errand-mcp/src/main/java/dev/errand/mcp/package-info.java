/**
 * What agents do with background jobs: start with {@link dev.errand.mcp.JobTools}, whose list of
 * {@link dev.errand.mcp.JobTool}s fits every framework that takes a name, a description, a JSON
 * schema and a function. Whoever hosts agents calls it; the server of the Model Context Protocol in
 * {@code dev.errand.mcp.protocol} is one such host.
 */
@NullMarked
package dev.errand.mcp;

import org.jspecify.annotations.NullMarked;
