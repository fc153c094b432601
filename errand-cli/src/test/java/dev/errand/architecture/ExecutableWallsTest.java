package dev.errand.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The walls of the daemon and of the command line. */
final class ExecutableWallsTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              "dev.errand.shell.text", "dev.errand.mcp", "dev.errand.daemon", "dev.errand.cli");

  @Test
  @DisplayName("the client needs the JDK only, and knows nothing of jobs")
  void thinClient() {
    classes()
        .that()
        .resideInAnyPackage(
            "dev.errand.cli.client",
            "dev.errand.cli.wire",
            "dev.errand.cli.console",
            "dev.errand.daemon.home")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.errand.cli.client",
            "dev.errand.cli.wire",
            "dev.errand.cli.console",
            "dev.errand.daemon.home",
            "dev.errand.shell.text",
            "java..",
            "org.jspecify..")
        .because("a command lives for a moment, and must not load the daemon")
        .check(HOUSE);
  }

  @Test
  @DisplayName("how text is read and written needs the JDK only")
  void text() {
    classes()
        .that()
        .resideInAPackage("dev.errand.shell.text")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.errand.shell.text", "java..", "org.jspecify..")
        .check(HOUSE);
  }

  @Test
  @DisplayName("jobs know nothing of HTTP, hooks or the command line")
  void jobs() {
    noClasses()
        .that()
        .resideInAPackage("dev.errand.daemon.jobs")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.errand.daemon.http", "dev.errand.daemon.hooks", "dev.errand.cli..")
        .check(HOUSE);
  }

  @Test
  @DisplayName("Jetty is behind one door, the parser of the command line behind another")
  void libraries() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.errand.daemon.http")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jetty..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.errand.cli.command", "dev.errand.cli.local")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(HOUSE);
  }

  @Test
  @DisplayName("the daemon does not know the command line")
  void daemon() {
    noClasses()
        .that()
        .resideInAPackage("dev.errand.daemon..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.errand.cli..")
        .check(HOUSE);
  }

  @Test
  @DisplayName(
      "tools know neither protocol nor transport, the protocol no transport, and nobody the daemon")
  void agents() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.errand.mcp", "dev.errand.mcp.tools")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.errand.mcp.protocol", "dev.errand.daemon..", "dev.errand.cli..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("dev.errand.mcp.protocol")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.errand.daemon..", "dev.errand.cli..", "java.net..")
        .check(HOUSE);
  }
}
