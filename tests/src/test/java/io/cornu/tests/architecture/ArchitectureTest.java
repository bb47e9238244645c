package io.cornu.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.tensorflow.EagerSession;
import org.tensorflow.Session;
import org.tensorflow.Tensor;

/** What each module and package may know of the others. */
@AnalyzeClasses(packages = "io.cornu", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** So that no rule passes because nothing was found: raise it as the project grows. */
    private static final int FEWEST_CLASSES = 400;

    @ArchTest
    static void allModulesAreSeen(JavaClasses classes) {
        assertThat(classes.size()).isGreaterThanOrEqualTo(FEWEST_CLASSES);
        for (String known :
                new String[] {"io.cornu.model.Model", "io.cornu.savedmodels.hdf5.Hdf5Reader", "io.cornu.cli.Main"}) {
            assertThat(classes.contain(known)).as(known).isTrue();
        }
    }

    @ArchTest
    static final ArchRule toolkitKnowsNoOtherModule = noClasses()
            .that()
            .resideOutsideOfPackages("io.cornu.models..", "io.cornu.savedmodels..", "io.cornu.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cornu.models..", "io.cornu.savedmodels..", "io.cornu.cli..");

    @ArchTest
    static final ArchRule modelsKnowTheToolkitAlone = noClasses()
            .that()
            .resideInAPackage("io.cornu.models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cornu.savedmodels..", "io.cornu.cli..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule savedModelsKnowTheToolkitAlone = noClasses()
            .that()
            .resideInAPackage("io.cornu.savedmodels..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cornu.models..", "io.cornu.cli..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.cornu.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule oneNativeDoor = noClasses()
            .that()
            .resideOutsideOfPackages("io.cornu.runtime..", "io.cornu.savedmodels.tf..")
            .should()
            .dependOnClassesThat(belongToAnyOf(Session.class, EagerSession.class, Tensor.class))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tensorflow.internal..", "org.bytedeco..")
            .because("native memory is freed in one place");

    @ArchTest
    static final ArchRule plainPackagesDoNotKnowTensorFlow = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.cornu.data..",
                    "io.cornu.schedules..",
                    "io.cornu.text..",
                    "io.cornu.plots..",
                    "io.cornu.callbacks..",
                    "io.cornu.tuning..",
                    "io.cornu.uncertainty..",
                    "io.cornu.landscapes..",
                    "io.cornu.experiments..")
            .and()
            // The layer that hands a function of two numbers to the engine.
            .haveNameNotMatching("io\\.cornu\\.landscapes\\.FunctionLayer(\\$.*)?")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("org.tensorflow..").and(not(resideInAPackage("org.tensorflow.ndarray.."))))
            .because("they can be tested, plotted and read without the native library");

    @ArchTest
    static final ArchRule onlyTheCommandPrints = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.cornu.cli.Main")
            .should(ACCESS_STANDARD_STREAMS)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule noLogging = noClasses().should(USE_JAVA_UTIL_LOGGING);

    @ArchTest
    static final ArchRule exceptionsSayWhatTheyAre = noClasses().should(THROW_GENERIC_EXCEPTIONS);

    @ArchTest
    static final ArchRule accessorsAreNamedLikeWhatTheyReturn = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(describe(
                    "are ours to name",
                    type -> !type.getPackageName().endsWith(".cli")
                            // What MALLET asks for has its names.
                            && type.getAllRawInterfaces().stream()
                                    .noneMatch(asked -> asked.getPackageName().startsWith("cc.mallet"))))
            .should()
            .haveNameNotMatching("get[A-Z].*");

    @ArchTest
    static final ArchRule nullIsMarked = classes().should(new ArchCondition<JavaClass>("be in a @NullMarked package") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
            events.add(new SimpleConditionEvent(
                    type, marked, type.getName() + " lies in " + type.getPackageName() + ", which is not @NullMarked"));
        }
    });
}
