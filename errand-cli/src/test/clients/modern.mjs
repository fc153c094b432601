// The SDK of the revision without a handshake does what an agent does; tasks through the package of their own.

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { createTaskSessionFromClient } from "@modelcontextprotocol/ext-tasks/client";
import { forEver, idOf, more, saw, sawError, server, untilSent } from "./seen.mjs";

const REVISION = "2026-07-28";
const info = { name: "modern", version: "1" };
const taking = { extensions: { "io.modelcontextprotocol/tasks": {} } };
const versions = { mode: more[0] === "auto" ? "auto" : { pin: REVISION } };

async function connected(capabilities) {
  const client = new Client(info, { capabilities, versionNegotiation: versions });
  await client.connect(
    server.command
      ? new StdioClientTransport({ command: server.command[0], args: server.command.slice(1), env: server.env })
      : new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers: server.headers } }),
  );
  return client;
}

const response = ({ result, error }) => (error ? { kind: "error", error } : { kind: "result", result });
let requests = 0;

/** Sends what the client's own ways would not let through: one request, one answer. */
async function overHttp(request, options) {
  const { method, params } = request;
  const answer = await fetch(server.url, {
    method: "POST",
    headers: {
      ...server.headers,
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      "MCP-Protocol-Version": REVISION,
      "Mcp-Method": method,
      "Mcp-Name": params.taskId ?? params.name,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: `raw-${++requests}`, ...request }),
    signal: options?.signal,
  });
  return response(await answer.json());
}

/** The same beside the client's messages on its stdio. */
function overStdio(client) {
  const open = new Map();
  const transport = client.transport;
  const others = transport.onmessage;
  transport.onmessage = (message, extra) => {
    const mine = open.get(message.id);
    open.delete(message.id);
    return mine ? mine(response(message)) : others(message, extra);
  };
  return (request) => {
    const id = `raw-${++requests}`;
    const answered = new Promise((done) => open.set(id, done));
    return transport.send({ jsonrpc: "2.0", id, ...request }).then(() => answered);
  };
}

const plain = await connected({});
const call = (name, args = {}) => plain.callTool({ name, arguments: args });
saw("discover", {
  era: plain.getProtocolEra(),
  version: plain.getNegotiatedProtocolVersion?.() ?? null,
  server: plain.getServerVersion(),
  capabilities: plain.getServerCapabilities(),
  instructions: plain.getInstructions(),
});
saw("tools", (await plain.listTools()).tools);
saw("start", await call("job_start", { command: "echo hello" }));
saw("fails", await call("job_start", { command: "echo no; exit 3" }));
const background = await call("job_start", untilSent);
saw("background", background);
const asks = idOf(background);
saw("send", await call("job_send", { job: asks, text: "a line\n" }));
saw("wait", await call("job_wait", { jobs: [asks] }));
saw("output", await call("job_output", { job: asks, cursor: 0 }));
saw("list", await call("job_list"));

/** The id of the one job that is not finished. */
async function running() {
  return (await call("job_list", { show: "unfinished" })).structuredContent.jobs[0].id;
}

const client = await connected(taking);
const session = createTaskSessionFromClient(client, {
  endpointId: "errand",
  rawDispatch: server.command ? overStdio(client) : overHttp,
  v2RequestFraming: { protocolVersion: REVISION, clientInfo: info, clientCapabilities: taking },
});
const inline = await session.callTool("job_start", { command: "echo at once" });
saw("inline", { kind: inline.kind, ...(await inline.settle()) });
const execution = await session.callTool("job_start", untilSent);
saw("task", { kind: execution.kind, handle: execution.handle });
await call("job_send", { job: await running(), text: "another\n" });
saw("settled", await execution.settle());
const endless = await session.callTool("job_start", forEver);
const endlessId = await running();
await endless.cancel();
saw("cancelled", (await endless.settle()).outcome);
saw("cancelled job", await call("job_output", { job: endlessId }));
await session.close();
await client.close();
await plain.close();
saw("end", true);
