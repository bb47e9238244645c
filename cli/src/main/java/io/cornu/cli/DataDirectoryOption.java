package io.cornu.cli;

import io.cornu.models.data.DataDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where catalog data is looked for, for every command that takes it. */
final class DataDirectoryOption {
    static final String DESCRIPTION =
            "Where catalog data lies, or is downloaded to. Default: CORNU_DATA_DIR, else the user's cache.";

    @Option(names = "--data-dir", paramLabel = "DIR", description = DESCRIPTION)
    private @Nullable Path directory;

    /** As settings keep it: null for the usual one. */
    @Nullable
    String text() {
        return directory == null ? null : directory.toString();
    }

    DataDirectory directory() {
        return directory == null ? DataDirectory.standard() : DataDirectory.of(directory);
    }
}
