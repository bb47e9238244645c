package io.cornu.models.data;

import io.cornu.data.Array;
import io.cornu.data.CsvFile;
import io.cornu.data.DataFileException;
import io.cornu.data.Dataset;
import io.cornu.data.ImageFolder;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.data.Scaling;
import io.cornu.text.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Data as a user names it, in one word:
 *
 * <ul>
 *   <li>a name of the {@link DataCatalog}, such as {@code mnist};
 *   <li>{@code x.npy,y.npy}: inputs in the model's order, then the target; used as they are, in their own type;
 *   <li>a {@code .npz} with the arrays {@code x} and {@code y}, or {@code x_train}, {@code y_train},
 *       {@code x_test} and {@code y_test}; used as they are;
 *   <li>a folder with one folder of PNG or JPEG images a class ({@link ImageFolder});
 *   <li>a {@code .csv} or {@code .csv.gz} whose last column is the label ({@link CsvFile}).
 * </ul>
 *
 * <p>A name of the catalog goes before a folder of that name: write {@code ./mnist} for the folder.
 *
 * <pre>{@code
 * LoadedData data = DataSource.parse("x.npy,y.npy").load(DataDirectory.standard());
 * }</pre>
 */
public sealed interface DataSource {
    /**
     * A data set of the catalog.
     *
     * @param name its name
     */
    record Catalog(String name) implements DataSource {
        @Override
        public LoadedData load(DataDirectory directory, Downloads downloads, List<String> classNames)
                throws IOException {
            CatalogData data = DataCatalog.load(name, directory, downloads);
            return new LoadedData(data.train(), Optional.of(data.test()), data.notes());
        }

        @Override
        public Scaling usualScaling() {
            return Scaling.unit();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * NumPy files.
     *
     * @param inputs in the model's order
     * @param target what is to be learned
     */
    record NumpyArrays(List<Path> inputs, Path target) implements DataSource {
        /** Copies the list. */
        public NumpyArrays {
            inputs = List.copyOf(inputs);
        }

        @Override
        public LoadedData load(DataDirectory directory, Downloads downloads, List<String> classNames)
                throws IOException {
            List<NamedArray> arrays = new ArrayList<>();
            for (Path input : inputs) {
                arrays.add(new NamedArray(input.toString(), NumpyFiles.read(input)));
            }
            NamedArray labels = new NamedArray(target.toString(), NumpyFiles.read(target));
            return new LoadedData(NamedArray.pair(arrays, labels, classNames), Optional.empty(), List.of());
        }

        @Override
        public String toString() {
            return Stream.concat(inputs.stream(), Stream.of(target))
                    .map(Path::toString)
                    .collect(Collectors.joining(","));
        }
    }

    /**
     * A NumPy archive.
     *
     * @param file a {@code .npz} file
     */
    record NumpyArchive(Path file) implements DataSource {
        private static final Set<String> ONE_SET = new TreeSet<>(Set.of("x", "y"));
        private static final Set<String> TWO_SETS = new TreeSet<>(Set.of("x_test", "x_train", "y_test", "y_train"));

        @Override
        public LoadedData load(DataDirectory directory, Downloads downloads, List<String> classNames)
                throws IOException {
            Map<String, Array> arrays = NumpyArchives.read(file);
            if (arrays.keySet().equals(ONE_SET)) {
                return new LoadedData(pair(arrays, "x", "y", classNames), Optional.empty(), List.of());
            }
            if (arrays.keySet().equals(TWO_SETS)) {
                Dataset train = pair(arrays, "x_train", "y_train", classNames);
                return new LoadedData(train, Optional.of(pair(arrays, "x_test", "y_test", classNames)), List.of());
            }
            throw new DataFileException(
                    file.toString(),
                    "expected the arrays " + ONE_SET + " or " + TWO_SETS + ", received " + arrays.keySet()
                            + ". Save them under these names.");
        }

        private Dataset pair(Map<String, Array> arrays, String x, String y, List<String> classNames)
                throws DataFileException {
            return NamedArray.pair(List.of(named(arrays, x)), named(arrays, y), classNames);
        }

        private NamedArray named(Map<String, Array> arrays, String key) throws DataFileException {
            Array array = arrays.get(key);
            if (array == null) {
                throw new DataFileException(file.toString(), "expected an array " + key + ", received none.");
            }
            return new NamedArray(file + " (" + key + ")", array);
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * Images in one folder a class.
     *
     * @param folder where, and how they are read
     */
    record Images(ImageFolder folder) implements DataSource {
        @Override
        public LoadedData load(DataDirectory directory, Downloads downloads, List<String> classNames)
                throws IOException {
            return new LoadedData(folder.withClassNames(classNames).read(), Optional.empty(), List.of());
        }

        @Override
        public Scaling usualScaling() {
            return Scaling.unit();
        }

        @Override
        public String toString() {
            return folder.path().toString();
        }
    }

    /**
     * A table.
     *
     * @param file where, and how it is read
     */
    record Table(CsvFile file) implements DataSource {
        @Override
        public LoadedData load(DataDirectory directory, Downloads downloads, List<String> classNames)
                throws IOException {
            return new LoadedData(file.withClassNames(classNames).read(), Optional.empty(), List.of());
        }

        @Override
        public String toString() {
            return file.path().toString();
        }
    }

    /**
     * Understands what a user wrote, without reading any data.
     *
     * @param text see the type's description
     * @return the source
     * @throws IllegalArgumentException if it is none of the forms; the message suggests the nearest name
     */
    static DataSource parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            if (lower.endsWith(".npy")) {
                return numpyArrays(text);
            }
            if (lower.endsWith(".npz")) {
                return new NumpyArchive(Path.of(text));
            }
            if (lower.endsWith(".csv") || lower.endsWith(".csv.gz")) {
                return new Table(CsvFile.of(Path.of(text)));
            }
            if (DataCatalog.names().contains(text)) {
                return new Catalog(text);
            }
            if (!text.isEmpty() && Files.isDirectory(Path.of(text))) {
                return new Images(ImageFolder.of(Path.of(text)));
            }
        } catch (InvalidPathException impossible) {
            throw unknown(text);
        }
        throw unknown(text);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                "data: expected the name of a data set, x.npy,y.npy, a .npz, a .csv or an existing folder of images, received '"
                        + text + "'. " + Names.suggestion(text, DataCatalog.names()));
    }

    private static DataSource numpyArrays(String text) {
        List<Path> files = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.toLowerCase(Locale.ROOT).endsWith(".npy")) {
                throw new IllegalArgumentException("data: expected .npy files separated by commas, received '" + part
                        + "' among them. Write x.npy,y.npy without spaces.");
            }
            files.add(Path.of(part));
        }
        if (files.size() < 2) {
            throw new IllegalArgumentException(
                    "data: expected inputs and a target, received '" + text + "' alone. Write x.npy,y.npy.");
        }
        int last = files.size() - 1;
        return new NumpyArrays(files.subList(0, last), files.get(last));
    }

    /**
     * Reads the data.
     *
     * @param directory where the catalog's data sets lie
     * @return the data
     * @throws IllegalArgumentException if the catalog does not know the name
     * @throws IOException if a file is missing, broken, empty, or does not fit the others; the message names it
     */
    default LoadedData load(DataDirectory directory) throws IOException {
        return load(directory, Downloads.official(), List.of());
    }

    /**
     * Reads the data, numbering classes as other data does.
     *
     * @param directory where the catalog's data sets lie
     * @param downloads where they are downloaded from
     * @param classNames the classes of the training data by number, when this is to go with it; else empty
     * @return the data
     * @throws IllegalArgumentException if the catalog does not know the name
     * @throws IOException if a file is missing, broken, empty, or does not fit the others; the message names it
     */
    LoadedData load(DataDirectory directory, Downloads downloads, List<String> classNames) throws IOException;

    /**
     * The scaling that suits this kind of data unless the user says otherwise.
     *
     * @return {@link Scaling#unit} for images read as bytes, {@link Scaling#none} for arrays and tables
     */
    default Scaling usualScaling() {
        return Scaling.none();
    }
}
