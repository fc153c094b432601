package dev.errand.daemon.hooks;

import dev.errand.Delivery;
import dev.errand.DeliverySink;
import dev.errand.daemon.jobs.Hook;
import dev.errand.daemon.jobs.MailView;
import java.util.Optional;
import java.util.function.Function;

/** Tells a hook; which one, stands with the job. A hook that fails is told again by the courier. */
public final class HookSink implements DeliverySink {
  private final Function<Delivery, Optional<Hook>> hookOf;
  private final Function<Delivery, MailView> view;
  private final CommandHook commands = new CommandHook();
  private final Webhook webhooks;

  /**
   * A sink.
   *
   * @param hookOf the hook that a delivery is for
   * @param view how the delivery is written
   * @param key what webhooks are signed with
   */
  public HookSink(
      Function<Delivery, Optional<Hook>> hookOf, Function<Delivery, MailView> view, byte[] key) {
    this.hookOf = hookOf;
    this.view = view;
    this.webhooks = new Webhook(key);
  }

  @Override
  public void deliver(Delivery delivery) throws Exception {
    Optional<Hook> hook = hookOf.apply(delivery);
    if (hook.isEmpty()) {
      throw new IllegalStateException("the job has no hook that this version knows");
    }
    MailView mail = view.apply(delivery);
    switch (hook.get()) {
      case Hook.OnComplete line -> commands.run(line, mail);
      case Hook.Webhook url -> webhooks.post(url, mail);
    }
  }
}
