package io.cornu.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 digests, which say in a run's record what data it saw. */
public final class Digests {
    private static final int CHUNK = 256;

    private Digests() {}

    /**
     * The digest of a dataset: of every array's place, type, shape and numbers, in order. Whether the examples
     * lie in memory or are streamed makes no difference; class names do not count.
     *
     * @param dataset read once from start to end
     * @return 64 hexadecimal digits
     */
    public static String of(Dataset dataset) {
        List<Part> parts = new ArrayList<>();
        MessageDigest whole = sha256();
        for (int from = 0; from == 0 || from < dataset.size(); from += CHUNK) {
            int to = Math.min(dataset.size(), from + CHUNK);
            List<Array> arrays = arrays(
                    dataset.inMemory().isPresent()
                            ? dataset.slice(from, to).inMemory().orElseThrow()
                            : dataset.read(Examples.range(from, to)));
            if (from == 0) {
                arrays.forEach(array -> parts.add(new Part(array, dataset.size())));
            }
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).digest.update(arrays.get(i).bytes());
            }
        }
        Batch first = dataset.read(new int[0]);
        whole.update(("inputs " + first.inputs().size() + " targets "
                        + first.targets().size() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        for (Part part : parts) {
            whole.update((part.type + " " + hex(part.digest) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return hex(whole);
    }

    /**
     * The digest of a stream's bytes.
     *
     * @param stream read to its end, not closed
     * @return 64 hexadecimal digits
     * @throws IOException if reading fails
     */
    public static String of(InputStream stream) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[1 << 16];
        for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
            digest.update(chunk, 0, count);
        }
        return hex(digest);
    }

    /**
     * A fresh SHA-256 digest, which every Java has.
     *
     * @return the digest
     */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform must have SHA-256.", impossible);
        }
    }

    /**
     * Ends a digest.
     *
     * @param digest what was fed; starts anew
     * @return hexadecimal digits in lower case
     */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Array> arrays(Batch batch) {
        List<Array> arrays = new ArrayList<>(batch.inputs());
        arrays.addAll(batch.targets());
        batch.sampleWeights().ifPresent(arrays::add);
        return arrays;
    }

    /** One array of the dataset, whose shape is known from its first rows and the number of them. */
    private static final class Part {
        private final MessageDigest digest = sha256();
        private final String type;

        Part(Array first, int rows) {
            long[] shape = first.shape().asArray();
            shape[0] = rows;
            this.type = first.dataType().kerasName() + Arrays.toString(shape);
        }
    }
}
