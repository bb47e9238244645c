package io.cornu.models.data;

import io.cornu.data.Array;
import io.cornu.data.AtomicFiles;
import io.cornu.data.Dataset;
import io.cornu.data.IdxFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A set of four IDX files under MNIST's names.
 *
 * @param base where the gzipped files are downloaded from
 * @param trainImages SHA-256 of the unpacked file; the gzip around it differs from copy to copy
 */
record IdxSet(
        String name,
        URI base,
        List<String> classNames,
        String trainImages,
        String trainLabels,
        String testImages,
        String testLabels)
        implements CatalogSet {
    static final List<String> CLOTHING = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    static final IdxSet MNIST = new IdxSet(
            "mnist",
            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    static final IdxSet FASHION_MNIST = new IdxSet(
            "fashion-mnist",
            URI.create("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
            CLOTHING,
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

    /** Twice the largest of the official files, of 26 MB. */
    private static final long MOST_BYTES = 60_000_000;

    @Override
    public CatalogData load(DataDirectory directory, Downloads downloads) throws IOException {
        Path folder = directory.folder(name);
        return new CatalogData(
                name,
                part(folder, downloads, "train", trainImages, trainLabels),
                part(folder, downloads, "t10k", testImages, testLabels),
                List.of());
    }

    private Dataset part(Path folder, Downloads downloads, String part, String imagesSha256, String labelsSha256)
            throws IOException {
        Path images = locate(folder, downloads, part + "-images-idx3-ubyte", imagesSha256);
        Path labels = locate(folder, downloads, part + "-labels-idx1-ubyte", labelsSha256);
        return IdxFiles.labeled(
                        read(images, imagesSha256, images.toString(), Official.DELETE),
                        images.toString(),
                        read(labels, labelsSha256, labels.toString(), Official.DELETE),
                        labels.toString())
                .withClassNames(classNames);
    }

    private static Array read(Path file, String sha256, String where, String fix) throws IOException {
        return Official.read(file, sha256, where, fix, content -> IdxFiles.read(content, where));
    }

    private Path locate(Path folder, Downloads downloads, String file, String sha256) throws IOException {
        Optional<Path> found = Official.find(folder, file);
        if (found.isPresent()) {
            return found.get();
        }
        URI address = downloads.base(name, base).resolve(file + ".gz");
        Path target = folder.resolve(file + ".gz");
        Official.download(
                folder,
                name,
                () -> AtomicFiles.write(target, temporary -> {
                    downloads.fetch(address, temporary, MOST_BYTES, name, folder);
                    read(temporary, sha256, address.toString(), Official.TRY_AGAIN);
                }));
        return target;
    }
}
