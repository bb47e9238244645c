package io.cornu.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataFileException;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.data.Scaling;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceTest {
    private static final Array X = Array.of(new float[] {1, 2, 3, 4}, 2, 2);
    private static final Array Y = Array.of(new long[] {0, 1});

    private final Path folder;

    DataSourceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private LoadedData load(String text) throws IOException {
        return DataSource.parse(text).load(DataDirectory.of(folder));
    }

    private String write(String name, Array array) throws IOException {
        Path file = folder.resolve(name);
        NumpyFiles.write(file, array);
        return file.toString();
    }

    private static Batch all(Dataset dataset) {
        return dataset.inMemory().orElseThrow();
    }

    @Test
    void readsNumpyFilesAsTheyAre() throws IOException {
        String text = write("a.npy", X) + "," + write("b.npy", Y) + "," + write("y.npy", Y);
        LoadedData data = load(text);
        assertThat(all(data.train()).inputs()).containsExactly(X, Y);
        assertThat(all(data.train()).targets()).containsExactly(Y);
        assertThat(data.test()).isEmpty();
        assertThat(data.evaluation()).isSameAs(data.train());
        assertThat(DataSource.parse(text)).hasToString(text);
        assertThat(DataSource.parse(text).usualScaling()).isEqualTo(Scaling.none());
    }

    @Test
    void readsArchives() throws IOException {
        Path one = folder.resolve("one.npz");
        NumpyArchives.write(one, Map.of("x", X, "y", Y));
        assertThat(all(load(one.toString()).train()).inputs()).containsExactly(X);

        Path two = folder.resolve("two.NPZ");
        NumpyArchives.write(two, Map.of("x_train", X, "y_train", Y, "x_test", X.rows(0, 1), "y_test", Y.rows(0, 1)));
        LoadedData data = load(two.toString());
        assertThat(data.train().size()).isEqualTo(2);
        assertThat(data.evaluation().size()).isEqualTo(1);

        Path other = folder.resolve("other.npz");
        NumpyArchives.write(other, Map.of("images", X, "y", Y));
        assertThatThrownBy(() -> load(other.toString()))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("[x, y]")
                .hasMessageContaining("images");
    }

    @Test
    void readsTablesFoldersAndTheCatalog() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "1,b\n2,a\n");
        assertThat(load(table.toString()).train().classNames()).containsExactly("a", "b");
        Path images = Files.createDirectories(folder.resolve("images/cat"));
        ImageIO.write(
                new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB),
                "png",
                images.resolve("1.png").toFile());
        String text = folder.resolve("images").toString();
        assertThat(all(load(text).train()).inputs().get(0)).hasToString("uint8[1, 2, 3, 3]");
        assertThat(DataSource.parse(text).usualScaling()).isEqualTo(Scaling.unit());
        LoadedData mini = load("fashion-mnist-mini");
        assertThat(mini.train().size()).isEqualTo(10_000);
        assertThat(mini.evaluation().size()).isEqualTo(2_000);
    }

    @Test
    void numbersClassesAsInTraining() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "1,b\n");
        LoadedData data = DataSource.parse(table.toString())
                .load(DataDirectory.of(folder), Downloads.official(), List.of("a", "b"));
        assertThat(all(data.train()).targets().get(0).toInts()).containsExactly(1);
    }

    @Test
    void namesTheFileThatDoesNotFit() throws IOException {
        String x = write("x.npy", X);
        String three = write("three.npy", Array.of(new int[] {1, 2, 3}));
        assertThatThrownBy(() -> load(x + "," + three))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith(three)
                .hasMessageContaining("expected 2 rows")
                .hasMessageContaining("int32[3]");
        String empty = write("empty.npy", X.rows(0, 0));
        assertThatThrownBy(() -> load(empty + "," + empty)).hasMessageContaining("at least one");
        String scalar = write("scalar.npy", Array.scalar(1f));
        assertThatThrownBy(() -> load(x + "," + scalar)).hasMessageStartingWith(scalar);
        assertThatThrownBy(() -> load(x + "," + folder.resolve("none.npy"))).hasMessageContaining("found none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnsit", "", "x.txt", "no/such/folder", "x.npy", "x.npy,", "x.csv,y.npy", ",y.npy", "a\0b"})
    void refusesOtherWords(String text) {
        assertThatThrownBy(() -> DataSource.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("data: expected");
    }

    @Test
    void suggestsTheNearestName() {
        assertThatThrownBy(() -> DataSource.parse("mnsit")).hasMessageContaining("Did you mean 'mnist'?");
    }
}
