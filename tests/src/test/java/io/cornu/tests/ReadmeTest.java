package io.cornu.tests;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;
import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example compiles, runs, and is the code below. */
class ReadmeTest {
    @Test
    void exampleTrainsAndWrites(@TempDir Path folder) throws IOException {
        Dataset raw = DataCatalog.load("fashion-mnist-mini", DataDirectory.standard())
                .train()
                .slice(0, 200);
        Dataset train = Scaling.unit().fit(raw).apply(raw);
        // example
        Architecture cnn = Sequential.of(
                Input.of(28, 28, 1),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(0.25),
                Flatten.of(),
                Dense.of(128).withActivation(relu()),
                BatchNormalization.of(),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()));
        try (Model model = cnn.build(Seed.of(42))) {
            History history = model.compile(Adam.of(0.001), sparseCategoricalCrossentropy(), accuracy())
                    .fit(train, Fit.epochs(10).withBatchSize(64).withValidationSplit(0.1));
            KerasArchive.write(model, folder.resolve("fashion.keras"));
            // end
            assertThat(history.epochs()).hasSize(10);
            assertThat(history.last().get("loss")).isLessThan(history.get("loss")[0]);
        }
        assertThat(KerasArchive.read(folder.resolve("fashion.keras")).architecture())
                .isEqualTo(cnn);
    }

    @Test
    void readmeShowsThisCode() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        String readme = Files.readString(root.resolve("README.md"));
        String shown = between(readme, "```java", "```")
                .replaceAll("//.*", "")
                .replace("Path.of(\"fashion.keras\")", "folder.resolve(\"fashion.keras\")");
        String source = Files.readString(root.resolve("tests/src/test/java")
                .resolve(ReadmeTest.class.getName().replace('.', '/') + ".java"));
        String run = between(source, "// example", "// end");
        assertThat(withoutSpaces(shown)).isEqualTo(withoutSpaces(run) + "}");
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
