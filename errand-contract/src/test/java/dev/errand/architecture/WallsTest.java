package dev.errand.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.errand.AsyncJobManager;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.RunState;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transitions;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The walls of the house. */
class WallsTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.errand");

  @Test
  @DisplayName("internal is used by nobody outside the core, but for the tables that stores share")
  void internalIsInternal() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.errand", "dev.errand.internal..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.errand.internal..")
                .and(resideOutsideOfPackages("dev.errand.internal.table")))
        .check(HOUSE);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.errand.internal.table", "dev.errand.internal.memory", "dev.errand.sql.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.errand.internal.table")
        .because("only stores change the state of runs")
        .check(HOUSE);
  }

  @Test
  @DisplayName("of the SQL stores, users see what opens one and nothing else")
  void sqlIsBehindItsDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.errand.sql..", "dev.errand.bench")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.errand.sql.*")
        .check(HOUSE);
  }

  @Test
  @DisplayName("of commands as jobs, users see ShellJobs and logs, and no process or system call")
  void shellIsBehindItsDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.errand.shell..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.errand.shell.process", "dev.errand.shell.os")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("dev.errand.shell.os")
        .or()
        .resideInAPackage("dev.errand.shell.process")
        .or()
        .resideInAPackage("dev.errand.shell.log")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.errand.shell")
        .because("processes and logs know nothing of jobs")
        .check(HOUSE);
  }

  @Test
  @DisplayName("the SPI knows the public API and nothing else of the house")
  void spiStandsOnThePublicApi() {
    classes()
        .that()
        .resideInAPackage("dev.errand.spi")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.errand", "dev.errand.spi", "java..", "org.jspecify..")
        .check(HOUSE);
  }

  @Test
  @DisplayName("the core depends on the JDK alone (and JSpecify's annotations)")
  void coreDependsOnNothing() {
    classes()
        .that()
        .resideInAnyPackage("dev.errand", "dev.errand.spi", "dev.errand.internal..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.errand", "dev.errand.spi", "dev.errand.internal..", "java..", "org.jspecify..")
        .check(HOUSE);
  }

  @Test
  @DisplayName("only stores apply transitions: nothing else changes the state of a run")
  void onlyStoresChangeState() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                "dev.errand.internal.table",
                "dev.errand.spi",
                "dev.errand.sql.*", // reads and writes states, and changes none
                "dev.errand.testkit"))
        .should()
        .accessTargetWhere(
            JavaAccess.Predicates.target(owner(JavaClass.Predicates.type(Transitions.class)))
                .or(JavaAccess.Predicates.target(owner(JavaClass.Predicates.type(RunState.class)))))
        .because("the store is the truth; a service submits a step")
        .check(HOUSE);
  }

  @Test
  @DisplayName("the services know the store by its interface")
  void servicesKnowNoStoreByName() {
    noClasses()
        .that(
            resideInAPackage("dev.errand.internal")
                .or(resideInAPackage("dev.errand").and(resideOutsideOfPackages())))
        .and()
        .doNotHaveFullyQualifiedName(AsyncJobManager.class.getName())
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(MemoryStore.class.getName())
        .check(HOUSE);
  }

  @Test
  @DisplayName("time and threads come in through the one seam")
  void oneSeam() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.errand", "dev.errand.spi", "dev.errand.internal..")
        .and()
        .doNotHaveFullyQualifiedName("dev.errand.spi.SystemTimeAndThreads")
        .and()
        // Waits for a store that has threads of its own, which no virtual time drives.
        .doNotHaveFullyQualifiedName("dev.errand.internal.Outcomes")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Thread.class, "ofPlatform")
        .orShould()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Executors.class, LockSupport.class)
        .because(
            "tests run the whole manager in virtual time: use "
                + TimeAndThreads.class.getSimpleName())
        .check(HOUSE);
  }

  @Test
  @DisplayName(
      "packages do not depend on each other in circles, but for the facade and what it puts"
          + " together")
  void noCircles() {
    slices().matching("dev.errand.(*)..").should().beFreeOfCycles().check(HOUSE);
  }
}
