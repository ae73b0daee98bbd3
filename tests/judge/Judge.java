import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.utilities.npm.NpmPackage;

/**
 * Judges FHIR JSON with the validator of the field, offline.
 *
 * <p>Arguments: the release (R4, R4B or R5), then folders of definitions that the judged files may use, or FHIR packages
 * (.tgz), which are read as the validator reads its dependencies: by their index. Paths to judge
 * come on standard input, one a line. For each message one JSON line goes out: file, severity, location, id, message; for
 * a file without any, one line with the severity "clean". With -Dsnapshots=FOLDER each StructureDefinition is written
 * there with its snapshot, under the name of its file.
 */
public class Judge {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    FhirContext context =
        switch (arguments[0]) {
          case "R4" -> FhirContext.forR4();
          case "R4B" -> FhirContext.forR4B();
          case "R5" -> FhirContext.forR5();
          default -> throw new IllegalArgumentException("no release " + arguments[0]);
        };
    PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(context);
    for (int at = 1; at < arguments.length; at++) {
      for (String text : definitions(arguments[at])) {
        IBaseResource resource = context.newJsonParser().parseResource(text);
        if (List.of("StructureDefinition", "ValueSet", "CodeSystem", "Questionnaire").contains(context.getResourceType(resource))) {
          own.addResource(resource);
        }
      }
    }
    UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(context);
    unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
    ValidationSupportChain chain =
        new ValidationSupportChain(
            own,
            new DefaultProfileValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new SnapshotGeneratingValidationSupport(context),
            unknown);
    SnapshotGeneratingValidationSupport snapshots = new SnapshotGeneratingValidationSupport(context);
    FhirInstanceValidator module = new FhirInstanceValidator(chain);
    module.setAnyExtensionsAllowed(false);
    module.setErrorForUnknownProfiles(true);
    FhirValidator validator = context.newValidator().registerValidatorModule(module);

    BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path = paths.readLine(); path != null; path = paths.readLine()) {
      boolean clean = true;
      String text = Files.readString(Path.of(path));
      for (SingleValidationMessage message : validator.validateWithResult(text).getMessages()) {
        if (message.getSeverity() != ResultSeverityEnum.INFORMATION && !isOfThePackageCache(message)) {
          clean = false;
          out.println(line(path, message.getSeverity().getCode(), message));
        }
      }
      IBaseResource resource = context.newJsonParser().parseResource(text);
      if (context.getResourceType(resource).equals("StructureDefinition")) {
        // Throws where the differential does not fit its base.
        IBaseResource whole = snapshots.generateSnapshot(new ValidationSupportContext(chain), resource, null, null, null);
        if (System.getProperty("snapshots") != null) {
          Path file = Path.of(System.getProperty("snapshots")).resolve(Path.of(path).getFileName());
          Files.writeString(file, context.newJsonParser().encodeResourceToString(whole));
        }
      }
      if (clean) {
        out.println(line(path, "clean", null));
      }
    }
  }

  /** The validator asks a package cache for the base of a definition; there is none here, so it is generated above. */
  private static boolean isOfThePackageCache(SingleValidationMessage message) {
    return "ERROR_GENERATING_SNAPSHOT".equals(message.getMessageId())
        && message.getMessage().contains("Unable to resolve package id");
  }

  private static List<String> definitions(String place) throws Exception {
    List<String> found = new ArrayList<>();
    if (place.endsWith(".tgz")) {
      try (InputStream stream = Files.newInputStream(Path.of(place))) {
        NpmPackage loaded = NpmPackage.fromPackage(stream);
        for (String name : loaded.listResources("StructureDefinition", "ValueSet", "CodeSystem", "Questionnaire")) {
          found.add(new String(loaded.load("package", name).readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      return found;
    }
    for (Path file : jsonFiles(Path.of(place))) {
      found.add(Files.readString(file));
    }
    return found;
  }

  private static List<Path> jsonFiles(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(files.filter(one -> one.toString().endsWith(".json")).sorted().toList());
    }
  }


  private static String line(String path, String severity, SingleValidationMessage message) {
    JsonObject line = new JsonObject();
    line.addProperty("file", path);
    line.addProperty("severity", severity);
    if (message != null) {
      line.addProperty("location", message.getLocationString());
      line.addProperty("id", message.getMessageId());
      line.addProperty("message", message.getMessage());
    }
    return line.toString();
  }
}
