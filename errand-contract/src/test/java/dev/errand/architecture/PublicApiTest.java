package dev.errand.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The public package is the page that ARCHITECTURE.md shows, and no more. */
class PublicApiTest {
  private static final Pattern LISTED = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  @Test
  @DisplayName(
      "every public type stands on the page in ARCHITECTURE.md, and every type on the page exists")
  void pageIsTrue() throws IOException {
    String page = Files.readString(Repository.file("ARCHITECTURE.md"));
    String section = page.substring(page.indexOf("## The public page"));
    List<String> listed =
        LISTED.matcher(section).results().map((MatchResult match) -> match.group(1)).toList();

    assertThat(publicTypes()).containsExactlyInAnyOrderElementsOf(listed);
    assertThat(listed).hasSizeLessThanOrEqualTo(40).doesNotHaveDuplicates();
  }

  private static List<String> publicTypes() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.errand")
            .stream()
            .filter(type -> type.getPackageName().equals("dev.errand") && type.isTopLevelClass())
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.equals("package-info"))
            .collect(Collectors.toList());
  }
}
