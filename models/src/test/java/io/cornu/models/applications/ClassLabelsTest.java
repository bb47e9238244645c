package io.cornu.models.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.data.Array;
import io.cornu.data.DataFileException;
import io.cornu.models.applications.ClassLabels.Guess;
import io.cornu.models.applications.ClassLabels.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassLabelsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("index.json"), text);
    }

    @Test
    void theLikeliestComeFirst() {
        ClassLabels labels = ClassLabels.of("cat", "dog", "horse");
        List<List<Guess>> guesses = labels.decode(Array.of(new float[] {.1f, .7f, .2f, .5f, 0, .5f}, 2, 3), 2);
        assertThat(guesses.get(0)).extracting(guess -> guess.label().description()).containsExactly("dog", "horse");
        assertThat(guesses.get(0)).extracting(Guess::number).containsExactly(1, 2);
        assertThat(guesses.get(0).get(0).score()).isEqualTo(.7f);
        // numpy: np.array([.5, 0, .5]).argsort()[-2:][::-1] is [2, 0].
        assertThat(guesses.get(1)).extracting(Guess::number).containsExactly(2, 0);
        assertThat(labels.decode(Array.of(new float[] {1, 2, 3}, 1, 3), 9).get(0)).hasSize(3);
    }

    @Test
    void filesOfKerasAreRead() throws IOException {
        ClassLabels labels =
                ClassLabels.read(file("{\"1\": [\"n01443537\", \"goldfish\"],\n\"0\":[\"n01440764\",\"tench\"]}"));
        assertThat(labels.labels())
                .containsExactly(new Label("n01440764", "tench"), new Label("n01443537", "goldfish"));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        for (String text : List.of(
                "",
                "{}",
                "[\"tench\"]",
                "{\"0\": [\"a\", \"b\"], \"2\": [\"c\", \"d\"]}",
                "{\"0\": [\"a\", \"b\"], \"0\": [\"c\", \"d\"]}",
                "{\"0\": [\"a\", \"\\u0041\"]}")) {
            Path file = file(text);
            assertThatExceptionOfType(DataFileException.class)
                    .as(text)
                    .isThrownBy(() -> ClassLabels.read(file))
                    .withMessageContaining("index.json");
        }
    }

    @Test
    void predictionsMustBeOfTheseClasses() {
        ClassLabels labels = ClassLabels.of("cat", "dog");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> labels.decode(Array.of(new float[3], 1, 3), 1))
                .withMessageContaining("(batch, 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> labels.decode(Array.of(new float[2], 1, 2), 0))
                .withMessageContaining("top");
        assertThatIllegalArgumentException().isThrownBy(ClassLabels::of).withMessageContaining("labels");
    }
}
