package io.cornu.models.data;

import io.cornu.data.DataFileException;
import io.cornu.data.Dataset;
import io.cornu.data.IdxFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A set of four IDX files among this module's resources, in a folder of the set's name. */
record BundledSet(String name, List<String> classNames) implements CatalogSet {
    static final BundledSet FASHION_MNIST_MINI = new BundledSet("fashion-mnist-mini", IdxSet.CLOTHING);

    @Override
    public CatalogData load(DataDirectory directory, Downloads downloads) throws IOException {
        return new CatalogData(name, part("train"), part("t10k"), List.of());
    }

    private Dataset part(String part) throws IOException {
        String images = part + "-images-idx3-ubyte.gz";
        String labels = part + "-labels-idx1-ubyte.gz";
        return IdxFiles.labeled(
                        IdxFiles.read(open(images), images), images, IdxFiles.read(open(labels), labels), labels)
                .withClassNames(classNames);
    }

    private InputStream open(String file) throws IOException {
        InputStream stream = BundledSet.class.getResourceAsStream(name + "/" + file);
        if (stream == null) {
            throw new DataFileException(name + "/" + file, "missing from the cornu-models jar. Build it again.");
        }
        return stream;
    }
}
