// Where the server is, and what a client saw of it: a line of JSON each, which the tests in Java read.

/** The server: {command, env} of one that speaks over stdio, or {url, headers} of one over HTTP. */
export const server = JSON.parse(process.argv[2]);

/** What else the test says. */
export const more = process.argv.slice(3);

/** Notes what was seen at a step. */
export function saw(step, what) {
  console.log(JSON.stringify({ step, saw: what }));
}

/** Notes the error that a step should end with. */
export async function sawError(step, attempt) {
  try {
    saw(step, { unexpected: await attempt() });
  } catch (error) {
    saw(step, { code: error.code, message: error.message });
  }
}

/** A job that goes on until it is sent a line, and then prints it. */
export const untilSent = { command: 'read line; echo "it was sent $line"', stdin: true, background_after: 0 };

/** One that goes on for ever. */
export const forEver = { command: "exec sleep 100000", background_after: 0 };

/** The job that a call of job_start has left in the background. */
export const idOf = (result) => result.structuredContent.job.id;
