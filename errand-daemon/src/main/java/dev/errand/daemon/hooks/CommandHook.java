package dev.errand.daemon.hooks;

import dev.errand.daemon.jobs.Hook;
import dev.errand.daemon.jobs.JobView;
import dev.errand.daemon.jobs.MailView;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Runs the line of {@code --on-complete}: the mail's text on stdin, its fields as variables. Exit
 * code 0 means that the mail was taken. What it prints goes nowhere.
 */
final class CommandHook {
  void run(Hook.OnComplete hook, MailView mail) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", hook.line());
    File directory = new File(hook.directory());
    if (directory.isDirectory()) {
      builder.directory(directory);
    }
    variables(builder.environment(), mail);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      write(process, mail.text());
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("the command of --on-complete ended with exit code " + code);
      }
    } catch (InterruptedException tooLong) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      var _ = process.destroyForcibly();
      throw tooLong;
    }
  }

  private static void write(Process process, String text) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException doesNotRead) {
      // it need not; its exit code says whether it took the mail
    }
  }

  private static void variables(Map<String, String> environment, MailView mail) {
    JobView job = mail.job();
    environment.put("ERRAND_DELIVERY_ID", mail.deliveryId());
    environment.put("ERRAND_ATTEMPT", String.valueOf(mail.attempt()));
    environment.put("ERRAND_ID", job.id());
    environment.put("ERRAND_RUN_ID", job.runId());
    environment.put("ERRAND_OWNER", job.owner());
    environment.put("ERRAND_TYPE", job.type());
    environment.put("ERRAND_LABEL", job.label());
    environment.put("ERRAND_STATUS", job.status());
    environment.put("ERRAND_END_REASON", job.endReason().orElse(""));
    environment.put(
        "ERRAND_EXIT_CODE",
        job.exitCode().isPresent() ? String.valueOf(job.exitCode().getAsInt()) : "");
    environment.put("ERRAND_SIGNAL", job.signal().orElse(""));
  }
}
