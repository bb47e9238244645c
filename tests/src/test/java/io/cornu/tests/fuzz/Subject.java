package io.cornu.tests.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** A kind of file with the reader that is to withstand it. */
interface Subject {
    /** For reports. */
    String name();

    /** Writes a damaged file or folder, which is gone afterwards. */
    void damage(Path target, Random random) throws IOException;

    /** Reads it and uses what was read, as far as a program would. */
    void read(Path target) throws IOException;
}
