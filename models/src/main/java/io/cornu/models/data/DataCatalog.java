package io.cornu.models.data;

import io.cornu.text.Names;
import java.io.IOException;
import java.util.List;

/**
 * The data sets known by name.
 *
 * <ul>
 *   <li>{@code fashion-mnist-mini}: 10,000 and 2,000 images of clothing, 28 x 28 x 1. Comes with Cornu (MIT,
 *       (c) 2017 Zalando SE): the first examples of Fashion-MNIST.
 *   <li>{@code mnist}: 60,000 and 10,000 handwritten digits, 28 x 28 x 1.
 *   <li>{@code fashion-mnist}: 60,000 and 10,000 images of clothing, 28 x 28 x 1.
 *   <li>{@code cifar-10}: 50,000 and 10,000 photographs, 32 x 32 x 3, in five training files: those present are
 *       used, and a note says how many.
 * </ul>
 *
 * <p>All but the first are read from a {@link DataDirectory}, and downloaded to it over HTTPS when absent. What
 * lies there is checked against the SHA-256 of the official content.
 *
 * <pre>{@code
 * CatalogData data = DataCatalog.load("mnist", DataDirectory.standard());
 * }</pre>
 */
public final class DataCatalog {
    private static final List<CatalogSet> SETS =
            List.of(Cifar10Set.OFFICIAL, IdxSet.FASHION_MNIST, BundledSet.FASHION_MNIST_MINI, IdxSet.MNIST);

    private DataCatalog() {}

    /**
     * The names there are.
     *
     * @return in alphabetical order
     */
    public static List<String> names() {
        return SETS.stream().map(CatalogSet::name).toList();
    }

    /**
     * Loads a data set, from its official address if it is not in the directory.
     *
     * @param name one of {@link #names}
     * @param directory where data sets lie
     * @return the data, in memory
     * @throws IllegalArgumentException if there is no such name
     * @throws IOException if a file is corrupt or missing, or cannot be downloaded; the message names it
     */
    public static CatalogData load(String name, DataDirectory directory) throws IOException {
        return load(name, directory, Downloads.official());
    }

    /**
     * Loads a data set, downloading as told if it is not in the directory.
     *
     * @param name one of {@link #names}
     * @param directory where data sets lie
     * @param downloads where from
     * @return the data, in memory
     * @throws IllegalArgumentException if there is no such name
     * @throws IOException if a file is corrupt or missing, or cannot be downloaded; the message names it
     */
    public static CatalogData load(String name, DataDirectory directory, Downloads downloads) throws IOException {
        for (CatalogSet set : SETS) {
            if (set.name().equals(name)) {
                return set.load(directory, downloads);
            }
        }
        throw new IllegalArgumentException(
                "data: expected the name of a data set, received '" + name + "'. " + Names.suggestion(name, names()));
    }
}
