package dev.errand.cli.command;

import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.TakenDeliveries;
import dev.errand.cli.ExitCodes;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code errand inbox}: an owner's results. They are taken when stdout has them; what is not
 * written stays, and comes again with the same delivery id.
 */
final class InboxVerb implements Verb {
  private static final String FOLLOW = "--follow";
  private static final String PEEK = "--peek";
  private static final int MOST = 50;
  private static final Duration LOOK = Duration.ofSeconds(2);

  private enum Taken {
    NONE,
    SOME,
    NOT_WRITTEN
  }

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Typed.spec("inbox [OPTION...]", "Take the results that wait for an owner.")
            .addOption(Typed.owner())
            .addOption(Typed.flag("Go on, and show them as they come.", "-f", FOLLOW).build())
            .addOption(Typed.flag("Show them, and leave them there.", PEEK).build())
            .addOption(Typed.json());
    spec.usageMessage()
        .footer(
            "",
            "Without --owner and $ERRAND_OWNER: of the jobs that were started without them. With"
                + " --json: a list, and with --follow a line for each.");
    return spec;
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands)
      throws IOException, InterruptedException {
    Caller caller = Typed.caller(typed, client);
    boolean json = Typed.is(typed, Typed.JSON);
    boolean follow = Typed.is(typed, FOLLOW);
    if (Typed.is(typed, PEEK)) {
      return peek(errands.waiting(caller), json, client, errands);
    }
    if (json && !follow) {
      return takeAll(caller, client, errands);
    }
    client.onInterrupt("", List.of());
    boolean any = false;
    while (true) {
      long rings = errands.bell().rings();
      Taken taken = take(caller, json, client, errands);
      if (taken == Taken.NOT_WRITTEN) {
        return ExitCodes.OWN_FAILURE;
      }
      boolean some = taken == Taken.SOME;
      any |= some;
      if (!some && !follow) {
        Say.hint(client, any, "no mail");
        return ExitCodes.OK;
      }
      if (!some) {
        errands.bell().await(rings, LOOK);
        client.out(new byte[0]);
      }
    }
  }

  private static int peek(List<Job> jobs, boolean json, Client client, Errands errands)
      throws IOException {
    if (json) {
      client.out(Json.text(jobs.stream().map(errands::view).toList()) + "\n");
    } else {
      Style style = Style.of(client);
      for (Job job : jobs) {
        client.out(Letters.of(job, style));
      }
    }
    return ExitCodes.OK;
  }

  private static Taken take(Caller caller, boolean lines, Client client, Errands errands)
      throws IOException, InterruptedException {
    try (TakenDeliveries taken = errands.take(caller, MOST)) {
      if (taken.deliveries().isEmpty()) {
        return Taken.NONE;
      }
      Style style = Style.of(client);
      for (Delivery mail : taken.deliveries()) {
        client.out(lines ? Json.text(errands.view(mail)) + "\n" : Letters.of(mail.job(), style));
      }
      if (!client.confirm()) {
        return Taken.NOT_WRITTEN;
      }
      var _ = taken.confirmAll();
      return Taken.SOME;
    }
  }

  /** As one list, so at most so many at once; what is left is said. */
  private static int takeAll(Caller caller, Client client, Errands errands)
      throws IOException, InterruptedException {
    try (TakenDeliveries taken = errands.take(caller, MOST)) {
      client.out(Json.text(taken.deliveries().stream().map(errands::view).toList()) + "\n");
      if (!client.confirm()) {
        return ExitCodes.OWN_FAILURE;
      }
      var _ = taken.confirmAll();
      if (taken.deliveries().size() == MOST) {
        Say.line(client, "there may be more: ask again");
      }
      return ExitCodes.OK;
    }
  }
}
