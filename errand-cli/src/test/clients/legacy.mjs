// The SDK of the revisions with a handshake does what an agent does.

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { forEver, idOf, saw, sawError, server, untilSent } from "./seen.mjs";

const transport = server.command
  ? new StdioClientTransport({ command: server.command[0], args: server.command.slice(1), env: server.env })
  : new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers: server.headers } });
const client = new Client({ name: "legacy", version: "1" });
const call = (name, args = {}) => client.callTool({ name, arguments: args });

await client.connect(transport);
saw("initialize", {
  server: client.getServerVersion(),
  capabilities: client.getServerCapabilities(),
  instructions: client.getInstructions(),
  session: transport.sessionId ?? null,
});
saw("ping", await client.ping());
saw("tools", (await client.listTools()).tools);

saw("start", await call("job_start", { command: "echo hello" }));
saw("fails", await call("job_start", { command: "echo no; exit 3" }));
saw("refused", await call("job_start", {}));

const background = await call("job_start", untilSent);
saw("background", background);
const asks = idOf(background);
saw("list", await call("job_list"));
saw("send", await call("job_send", { job: asks, text: "a line\n" }));
saw("wait", await call("job_wait", { jobs: [asks] }));
saw("output", await call("job_output", { job: asks, cursor: 0 }));

saw("cancel", await call("job_cancel", { jobs: [idOf(await call("job_start", forEver))] }));

const tasks = client.experimental.tasks;
const waited = idOf(await call("job_start", untilSent));
const messages = [];
const wait = { name: "job_wait", arguments: { jobs: [waited] } };
for await (const message of tasks.callToolStream(wait, undefined, { task: { ttl: 60000 } })) {
  messages.push(message);
  if (message.type === "taskCreated") {
    saw("task working", await tasks.getTask(message.task.taskId));
    await call("job_send", { job: waited, text: "another\n" });
  }
}
saw("task", messages.map(({ type, result, error }) => ({ type, result, error })));
const { taskId } = messages[0].task;
saw("task result again", await tasks.getTaskResult(taskId, CallToolResultSchema));
saw("task list", (await tasks.listTasks()).tasks.map((task) => task.taskId === taskId && task.status));
await sawError("task over", () => tasks.cancelTask(taskId));
await sawError("task unknown", () => tasks.getTask("00000000000000000000000000000000"));
const noTask = [];
for await (const message of tasks.callToolStream({ name: "job_list", arguments: {} }, undefined, { task: {} })) {
  noTask.push({ type: message.type, code: message.error?.code });
}
saw("no task", noTask);

if (!server.command) {
  await transport.terminateSession();
}
await client.close();
saw("end", true);
