package io.cornu.models.data;

import io.cornu.data.AtomicFiles;
import io.cornu.data.CifarFiles;
import io.cornu.data.DataFileException;
import io.cornu.data.Dataset;
import io.cornu.data.Digests;
import io.cornu.data.GzipFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The binary version of CIFAR-10.
 *
 * @param base where the archive is downloaded from
 * @param archiveSha256 of the packed archive
 * @param fileSha256 of unpacked files, by name, where it is known
 * @param recordsPerFile how many examples each file holds
 */
record Cifar10Set(URI base, String archiveSha256, Map<String, String> fileSha256, int recordsPerFile)
        implements CatalogSet {
    static final String ARCHIVE = "cifar-10-binary.tar.gz";
    static final String FOLDER = "cifar-10-batches-bin";
    private static final long RECORD = 3073;
    private static final String TEST = "test_batch.bin";
    private static final List<String> TRAIN = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ".bin")
            .toList();
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    /** The official archive has 170,052,171 bytes. */
    private static final long MOST_BYTES = 200_000_000;

    static final Cifar10Set OFFICIAL = new Cifar10Set(
            URI.create("https://www.cs.toronto.edu/~kriz/"),
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            Map.of(
                    "data_batch_1.bin",
                    "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
                    "data_batch_2.bin",
                    "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
                    TEST,
                    "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
            10_000);

    @Override
    public String name() {
        return "cifar-10";
    }

    @Override
    public CatalogData load(DataDirectory directory, Downloads downloads) throws IOException {
        Path root = directory.folder(name());
        Path folder = locate(root, downloads);
        List<Dataset> train = new ArrayList<>();
        for (String file : TRAIN) {
            Optional<Path> found = Official.find(folder, file);
            if (found.isPresent()) {
                train.add(read(found.get(), file));
            }
        }
        if (train.isEmpty()) {
            throw missing(folder, TRAIN.get(0));
        }
        Path test = Official.find(folder, TEST).orElseThrow(() -> missing(folder, TEST));
        List<String> notes = train.size() == TRAIN.size()
                ? List.of()
                : List.of("cifar-10: " + train.size() + " of 5 training files found in " + folder + ", "
                        + train.size() * recordsPerFile + " of " + TRAIN.size() * recordsPerFile + " examples.");
        return new CatalogData(
                name(),
                CifarFiles.concatenate(train).withClassNames(CLASSES),
                read(test, TEST).withClassNames(CLASSES),
                notes);
    }

    private Path locate(Path root, Downloads downloads) throws IOException {
        for (Path folder : List.of(root, root.resolve(FOLDER))) {
            boolean holdsAny = Official.find(folder, TEST).isPresent()
                    || TRAIN.stream()
                            .anyMatch(file -> Official.find(folder, file).isPresent());
            if (holdsAny) {
                return folder;
            }
        }
        return download(root, downloads);
    }

    /** All files appear at once: some of them alone would pass for a smaller set. */
    private Path download(Path root, Downloads downloads) throws IOException {
        URI address = downloads.base(name(), base).resolve(ARCHIVE);
        Path folder = root.resolve(FOLDER);
        Official.download(
                root,
                name(),
                () -> AtomicFiles.writeDirectory(folder, TEST, temporary -> {
                    Path archive = temporary.resolve(ARCHIVE);
                    downloads.fetch(address, archive, MOST_BYTES, name(), root);
                    verify(archive, address);
                    try (InputStream content = GzipFiles.open(archive)) {
                        TarFiles.extract(content, address.toString(), FOLDER, files(), temporary);
                    }
                    Files.delete(archive);
                }));
        return folder;
    }

    private void verify(Path archive, URI address) throws IOException {
        try (InputStream packed = Files.newInputStream(archive)) {
            String received = Digests.of(packed);
            if (!received.equals(archiveSha256)) {
                throw new DataFileException(
                        address.toString(),
                        "expected the official archive with SHA-256 " + archiveSha256 + ", received " + received + ". "
                                + Official.TRY_AGAIN);
            }
        }
    }

    private Map<String, Long> files() {
        Map<String, Long> sizes = new TreeMap<>();
        TRAIN.forEach(file -> sizes.put(file, recordsPerFile * RECORD));
        sizes.put(TEST, recordsPerFile * RECORD);
        return sizes;
    }

    private Dataset read(Path file, String name) throws IOException {
        String where = file.toString();
        String sha256 = fileSha256.get(name);
        Dataset dataset = sha256 == null
                ? CifarFiles.read(file)
                : Official.read(file, sha256, where, Official.DELETE, content -> CifarFiles.read(content, where));
        if (dataset.size() != recordsPerFile) {
            throw new DataFileException(
                    where,
                    "expected " + recordsPerFile + " records, received " + dataset.size() + ". Get the file again.");
        }
        return dataset;
    }

    private static DataFileException missing(Path folder, String file) {
        return new DataFileException(
                folder.resolve(file).toString(),
                "expected this file of cifar-10, plain or .gz, found none. Put it there, or empty the folder to have"
                        + " the set downloaded.");
    }
}
