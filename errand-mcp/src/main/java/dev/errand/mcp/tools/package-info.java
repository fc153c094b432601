/**
 * The tools behind {@link dev.errand.mcp.JobTools}. Begin with {@code Toolbox}, which does what all
 * of them share; each tool is a class, {@code AgentJobs} is what they may see, {@code Sessions}
 * keeps who was shown what, {@code Untrusted} makes what jobs print harmless. Called by {@code
 * dev.errand.mcp} and {@code dev.errand.mcp.protocol} only.
 */
@NullMarked
package dev.errand.mcp.tools;

import org.jspecify.annotations.NullMarked;
