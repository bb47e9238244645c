package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.CsvFile.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFileTest {
    private static final String FLOWERS =
            "length,width,species\n5.1,3.5,setosa\n7.0, 3.2 ,versicolor\n4.9,3e0,setosa\n";

    private final Path folder;

    CsvFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CsvFile csv(String text) throws IOException {
        return CsvFile.of(Files.writeString(folder.resolve("t.csv"), text));
    }

    private static Batch all(Dataset dataset) {
        return dataset.inMemory().orElseThrow();
    }

    @Test
    void readsNamesOfClasses() throws IOException {
        Dataset flowers = csv(FLOWERS).read();
        assertThat(all(flowers).inputs()).containsExactly(Array.of(new float[] {5.1f, 3.5f, 7, 3.2f, 4.9f, 3}, 3, 2));
        assertThat(all(flowers).targets()).containsExactly(Array.of(new int[] {0, 1, 0}));
        assertThat(flowers.classNames()).containsExactly("setosa", "versicolor");
    }

    @Test
    void readsNumbersToLearn() throws IOException {
        assertThat(all(csv("1,2,3\n4,5,-1\n").read()).targets()).containsExactly(Array.of(new int[] {3, -1}));
        assertThat(all(csv("1,2,3\n4,5,0.5\n").read()).targets()).containsExactly(Array.of(new float[] {3, 0.5f}));
        assertThat(all(csv("1,2,3.0\n").read()).targets()).containsExactly(Array.of(new int[] {3}));
    }

    @Test
    void findsTheHeader() throws IOException {
        assertThat(csv("1,2,setosa\n").read().size()).isEqualTo(1);
        assertThat(csv("a,b,c\n1,2,3\n").read().size()).isEqualTo(1);
        assertThat(csv("a,b,c\n1,2,3\n").withHeader(Header.PRESENT).read().size())
                .isEqualTo(1);
        assertThat(csv("1,2,3\n1,2,3\n").withHeader(Header.PRESENT).read().size())
                .isEqualTo(1);
        CsvFile table = csv("a,b,c\n1,2,3\n").withHeader(Header.ABSENT);
        assertThatThrownBy(table::read).hasMessageContaining("line 1, column 0").hasMessageContaining("'a'");
    }

    @Test
    void takesTheLabelFromAnyColumn() throws IOException {
        Dataset first = csv(FLOWERS).withLabel("species").read();
        assertThat(first.classNames()).hasSize(2);
        Batch byNumber = all(csv("7,1,2\n8,3,4\n").withLabel(0).read());
        assertThat(byNumber.targets()).containsExactly(Array.of(new int[] {7, 8}));
        assertThat(byNumber.inputs()).containsExactly(Array.of(new float[] {1, 2, 3, 4}, 2, 2));
        Batch byName = all(csv("y,1950,b\n7,1,2\n").withLabel("y").read());
        assertThat(byName.targets()).containsExactly(Array.of(new int[] {7}));
        assertThat(all(csv("1,2\n").withoutLabel().read()).targets()).isEmpty();
    }

    @Test
    void numbersClassesAsInTraining() throws IOException {
        CsvFile part = csv("1,versicolor\n").withClassNames(List.of("setosa", "versicolor"));
        assertThat(all(part.read()).targets()).containsExactly(Array.of(new int[] {1}));
        CsvFile other = csv("1,rose\n").withClassNames(List.of("setosa", "versicolor"));
        assertThatThrownBy(other::read).hasMessageContaining("'rose'").hasMessageContaining("setosa");
    }

    @Test
    void readsWhatProgramsWrite() throws IOException {
        Batch excel = all(csv("\ufeff\"length, cm\",y\r\n\"1.5\",2\r\n\r\n+.5,3\r\n-inf,4")
                .read());
        assertThat(excel.inputs()).containsExactly(Array.of(new float[] {1.5f, 0.5f, Float.NEGATIVE_INFINITY}, 3, 1));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(FLOWERS.getBytes(StandardCharsets.UTF_8));
        }
        Path gzipped = Files.write(folder.resolve("t.csv.gz"), packed.toByteArray());
        assertThat(CsvFile.of(gzipped).read().size()).isEqualTo(3);
    }

    @Test
    void readsManyRows() throws IOException {
        StringBuilder text = new StringBuilder("x,y,label\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append(",0.5,").append(i % 3).append('\n');
        }
        Batch all = all(csv(text.toString()).read());
        assertThat(all.size()).isEqualTo(20_000);
        assertThat(all.inputs().get(0).at(2 * 19_999)).isEqualTo(19_999);
        assertThat(all.targets().get(0).at(19_999)).isEqualTo(19_999 % 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a,b,y;1,x,0 | line 2, column 'b': expected a number, received 'x'",
                "a,b,y;1,2,0;1,,0 | line 3, column 'b': expected a number, received nothing",
                "1,2,0;1,0x10,0 | line 2, column 1",
                "1,2,0;1,1d,0 | line 2, column 1",
                "1,2,0;1,2 | line 2: expected 3 columns, as in the first row, received 2",
                "1,2,0;1,2,3,4 | received 4",
                "1,2,a;1,2, | line 2, column 2: expected a label, received nothing",
                "1,2,0;1,2,? | line 2, column 2: expected a label that is a number, as in line 1, received '?'",
                "1,2,a;1,2,0 | a name",
                "a,b,y | at least one row",
                "1;2 | at least 2 columns",
                "a,b,y;1,~\"2,0 | quote",
            })
    void namesLineAndColumn(String rows, String message) throws IOException {
        CsvFile table = csv(rows.replace("~", "").replace(';', '\n'));
        assertThatThrownBy(table::read)
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith(folder.resolve("t.csv") + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesOtherFiles() throws IOException {
        assertThatThrownBy(() -> csv("").read()).hasMessageContaining("at least one row");
        assertThatThrownBy(() -> CsvFile.of(folder.resolve("none.csv")).read()).hasMessageContaining("found none");
        CsvFile typo = csv(FLOWERS).withLabel("specis");
        assertThatThrownBy(typo::read).hasMessageContaining("'specis'").hasMessageContaining("Did you mean 'species'?");
        CsvFile far = csv(FLOWERS).withLabel(9);
        assertThatThrownBy(far::read).hasMessageContaining("column 9").hasMessageContaining("3 columns");
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'1', ',', (byte) 0xe9, '\n'});
        assertThatThrownBy(() -> CsvFile.of(latin).read()).hasMessageContaining("UTF-8");
        Path endless = Files.writeString(folder.resolve("endless.csv"), "1,\"" + "x".repeat(20_000_000));
        assertThatThrownBy(() -> CsvFile.of(endless).read()).hasMessageContaining("characters");
        assertThatThrownBy(() -> csv("1,2\n").withLabel(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
