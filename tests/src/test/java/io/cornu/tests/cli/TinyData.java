package io.cornu.tests.cli;

import io.cornu.data.Array;
import io.cornu.data.NumpyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** A few hundred images of 8 by 8 that a small network can tell apart: class c is bright in its own columns. */
final class TinyData {
    static final int CLASSES = 3;
    static final int SIDE = 8;

    private TinyData() {}

    /** Writes {@code x.npy} and {@code y.npy} into a folder; gives both as DATA. */
    static String write(Path folder, int examples) throws IOException {
        return write(folder, "", examples, 1);
    }

    static String write(Path folder, String suffix, int examples, long seed) throws IOException {
        Random random = new Random(seed);
        float[] x = new float[examples * SIDE * SIDE];
        int[] y = new int[examples];
        for (int i = 0; i < examples; i++) {
            y[i] = i % CLASSES;
            for (int j = 0; j < SIDE * SIDE; j++) {
                float bright = j % SIDE / 2 == y[i] ? .5f : 0;
                x[i * SIDE * SIDE + j] = random.nextFloat() * .5f + bright;
            }
        }
        Path inputs = folder.resolve("x" + suffix + ".npy");
        Path labels = folder.resolve("y" + suffix + ".npy");
        NumpyFiles.write(inputs, Array.of(x, examples, SIDE, SIDE, 1));
        NumpyFiles.write(labels, Array.of(y));
        return inputs + "," + labels;
    }
}
