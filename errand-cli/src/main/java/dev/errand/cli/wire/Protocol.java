package dev.errand.cli.wire;

/** The fixed words of the protocol. */
public final class Protocol {
  /** Which protocol this is; another one is refused. */
  public static final int VERSION = 1;

  /** Where commands are sent. */
  public static final String COMMAND_PATH = "/v1/command";

  /**
   * Where messages of the Model Context Protocol are sent, each as a command whose arguments are
   * the session, the owner (empty: as the surroundings say), and the message; without a message,
   * the session is over. Output is what goes back.
   */
  public static final String MCP_PATH = "/v1/mcp";

  /** Where a token of a {@link Frame.Confirm} is sent: it goes behind the last slash. */
  public static final String CONFIRM_PATH = "/v1/command/confirm/";

  /** Goes behind the token if stdout did not take everything. */
  public static final String NOT_WRITTEN = "?written=false";

  /** The media type of a {@link CommandRequest}. */
  public static final String COMMAND_TYPE = "application/vnd.errand.command";

  /** The media type of frames. */
  public static final String FRAMES_TYPE = "application/vnd.errand.frames";

  /** The only HTTP status with frames behind it. */
  public static final int OK = 200;

  /** The status of a daemon that is being stopped, and does nothing that it is asked for. */
  public static final int GOING_DOWN = 503;

  /** How many bytes a {@link CommandRequest} may have. */
  public static final int MAX_REQUEST = 4 << 20;

  /** How many bytes the payload of a {@link Frame} may have. */
  public static final int MAX_FRAME = 1 << 20;

  private Protocol() {}
}
