/**
 * What the thin client and the daemon say to each other. Both sides use it; it needs the JDK only,
 * keeps nothing, and knows nothing of jobs. Begin at {@link dev.errand.cli.wire.CommandRequest} and
 * {@link dev.errand.cli.wire.Frame}.
 *
 * <h2>The request</h2>
 *
 * <p>The client connects to the socket of the home and sends {@code POST /v1/command} in HTTP/1.0,
 * so that the answer comes unchunked and ends with its connection. The headers are {@code Host:
 * errand}, {@code Content-Type: application/vnd.errand.command} and {@code Content-Length}; the
 * body is a {@link dev.errand.cli.wire.CommandRequest}, at most 4 MiB. All numbers are big-endian;
 * <i>bytes</i> are an int with their length, and themselves; a <i>string</i> is bytes in UTF-8; a
 * <i>list</i> is an int with the number of its elements, and those.
 *
 * <pre>
 * int     version of this protocol, 1
 * string  version of the client
 * string  key of the request: 128 random bits in hex, the same when it is sent again
 * bytes   working directory
 * list    of bytes: the arguments
 * list    of bytes: the environment, each NAME=value
 * byte    what is a terminal: 1 stdin, 2 stdout, 4 stderr
 * int     columns of the terminal, 0 if unknown
 * int     rows of the terminal, 0 if unknown
 * </pre>
 *
 * <p>Directory, arguments and environment are what the kernel holds, byte for byte. The daemon
 * takes them as UTF-8 ({@link dev.errand.cli.wire.Utf8}) and refuses what is none with exit code 2.
 *
 * <h2>The answer</h2>
 *
 * <p>Status 200, and then frames: a byte with the type, an int with the length of the payload, at
 * most 1 MiB, and the payload.
 *
 * <pre>
 * o  bytes for stdout
 * q  page: bytes for stdout, and a list of strings as in r, which holds when these are written
 * e  bytes for stderr
 * r  resume: list of strings. The arguments to send in place of the original ones if the connection
 *    breaks; replaces a former one. An empty list: send nothing again, the outcome would be unknown
 * i  interrupt: string message, list of strings. What to say, and what to send, when the user
 *    interrupts the client; either may be empty, the later frame replaces the former
 * c  confirm: string token. What was sent so far has to be on stdout for certain; see below
 * p  ping: nothing. Shows that the daemon lives
 * x  exit: int. The exit code; the last frame
 * l  last: bytes for stdout, bytes for stderr, int. In place of x: an answer that must not come
 *    twice, since the request may be sent again until this has arrived
 * </pre>
 *
 * <p>Status 503: the daemon goes down and has done nothing; the client asks the next one. Any other
 * status: the body is {@code application/problem+json}; its {@code detail} is for the user, the
 * exit code is 125.
 *
 * <h2>When it is not that simple</h2>
 *
 * <ul>
 *   <li><b>The connection breaks before {@code x} or {@code l}.</b> The client connects again, and
 *       starts a daemon if there is none. Without an {@code r} it sends the same request with the
 *       same key: the daemon does once what comes twice. With one it sends those arguments, under a
 *       key of their own, and everything else as before.
 *   <li><b>Confirmed output.</b> After a {@code c} the client writes everything to stdout that came
 *       before it. If all of that succeeded, now and before, it sends {@code POST
 *       /v1/command/confirm/TOKEN} with an empty body on another connection; if stdout failed, the
 *       same with {@code ?written=false} behind the token. It reads no further frame until that is
 *       answered.
 *   <li><b>INT, TERM and HUP.</b> The client says the message of the last {@code i} on stderr. If
 *       there are arguments, it sends them as a request of its own and shows what that writes to
 *       stderr. Then the first request has up to 15 seconds to end, so that its last output and its
 *       exit code still arrive. The exit code of the client is that of the signal.
 * </ul>
 */
@NullMarked
package dev.errand.cli.wire;

import org.jspecify.annotations.NullMarked;
